package dev.hearth.benchmarks.scenario;

import dev.hearth.benchmarks.peer.Installation;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What a run measures with, and how long.
 *
 * @param rounds how often every peer gets its turn
 * @param turn how long a peer is loaded in one turn
 * @param coldStarts cold starts measured per function
 * @param hearthUrl a Hearth that already runs; otherwise one is started
 * @param before folder of another checkout of Hearth, to be measured beside this one on the warm path
 */
public record Settings(
        Installation installation,
        int rounds,
        Duration turn,
        int coldStarts,
        Optional<URI> hearthUrl,
        Optional<Path> before) {
    public Settings {
        between("rounds", rounds, 1, 50);
        between("seconds", turn.toSeconds(), 1, 60);
        between("cold-starts", coldStarts, 1, 200);
    }

    private static void between(String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("--" + option + " must be " + least + " to " + most + ", got " + value);
        }
    }
}
