package dev.hearth.benchmarks.events;

import dev.hearth.benchmarks.report.Quantiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the disk alone takes: one force after the other, each of a few kilobytes. Whoever comes at a random moment waits for the force
 * that is under way and for the next, which holds what is his: no queue that forces before it answers is faster.
 *
 * @param millis of each force, in their order
 */
record DiskFloor(List<Double> millis) {
    private static final int BYTES = 8 << 10;
    private static final double STEP_MS = 0.05;

    static DiskFloor measure(Path folder, Duration duration) throws IOException {
        List<Double> millis = new ArrayList<>();
        long end = System.nanoTime() + duration.toNanos();
        try (FileChannel file =
                FileChannel.open(folder.resolve("floor"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            while (System.nanoTime() < end) {
                long begun = System.nanoTime();
                file.write(ByteBuffer.allocate(BYTES));
                file.force(false);
                millis.add((System.nanoTime() - begun) / 1e6);
            }
        }
        return new DiskFloor(millis);
    }

    double p99OfAForce() {
        return Quantiles.p99(millis);
    }

    /** Of those who come at evenly spread moments. */
    double p99OfAnArrival() {
        List<Double> waits = new ArrayList<>();
        for (int force = 0; force + 1 < millis.size(); force++) {
            for (double at = 0; at < millis.get(force); at += STEP_MS) {
                waits.add(millis.get(force) - at + millis.get(force + 1));
            }
        }
        return Quantiles.p99(waits);
    }
}
