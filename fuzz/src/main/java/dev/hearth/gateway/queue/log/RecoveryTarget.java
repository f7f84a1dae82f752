package dev.hearth.gateway.queue.log;

import dev.hearth.fuzz.Finding;
import dev.hearth.fuzz.Parts;
import dev.hearth.fuzz.Target;
import dev.hearth.fuzz.TemporaryFolder;
import dev.hearth.gateway.queue.EventCodec;
import dev.hearth.gateway.queue.EventQueue;
import dev.hearth.gateway.queue.SetAside;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Recovery of segments that a process or a machine left in the middle of its work: each event whose records are whole comes back, in the
 * order of acceptance and with what is known of it, whatever lies beside them; nothing comes back that was never written as a record.
 */
public final class RecoveryTarget implements Target {
    private final Path folder = new TemporaryFolder().path();

    @Override
    public void check(byte[] input) throws IOException {
        PlannedLog plan = PlannedLog.of(new Parts(input));
        plan.write(folder);
        List<Segment> segments = Segment.openAll(folder);
        try {
            recovered(segments, plan);
        } finally {
            for (Segment segment : segments) {
                segment.close();
            }
            for (Path file : TemporaryFolder.files(folder)) {
                Files.delete(file);
            }
        }
    }

    private static void recovered(List<Segment> segments, PlannedLog plan) throws IOException {
        SetAside setAside = new SetAside();
        Recovery recovery = new Recovery(setAside);
        for (Segment segment : segments) {
            recovery.read(segment);
        }
        List<String> kept = new ArrayList<>();
        recovery.handOver(event -> kept.add(described(event)));
        Finding.unlessEqual(kept, plan.expected(), "what comes back");
        Finding.unlessEqual(recovery.last(), plan.last(), "the highest number");
        Finding.unless(setAside.count() >= plan.unreadable(), "does not tell of all that it sets aside");
        long live = segments.stream().mapToLong(Segment::live).sum();
        Finding.unless(live >= 0, "segments are needed for " + live + " bytes");
    }

    private static String described(EventQueue.Kept kept) {
        return ((Entry) kept.place()).number + " "
                + PlannedLog.described(
                        EventCodec.bytes(kept.event()),
                        kept.progress(),
                        kept.outcome().isPresent());
    }
}
