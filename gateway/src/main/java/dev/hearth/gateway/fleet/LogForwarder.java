package dev.hearth.gateway.fleet;

import dev.hearth.gateway.catalog.Revision;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Passes on what environments print, each line with the function's name before it. */
public final class LogForwarder {
    private final PrintStream out;

    /** @param out where the lines go */
    public LogForwarder(PrintStream out) {
        this.out = out;
    }

    void forward(Revision revision, InputStream printed) {
        String prefix = revision.function().name() + " | ";
        Thread.ofVirtual().name("log-" + revision.function().name()).start(() -> copy(prefix, printed));
    }

    private void copy(String prefix, InputStream printed) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(printed, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                out.println(prefix + line);
            }
        } catch (IOException e) {
            // the process ended while it was read
            out.println(prefix + "log ended: " + e.getMessage());
        }
    }
}
