package dev.hearth.runtime.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every handler and event of the table gets the same answer, byte for byte, as under AWS's own client. */
class ConformanceIT {
    private static final int PARALLEL = 2;

    @TempDir
    private Path scratch;

    @Test
    void answersAreAwss() throws Exception {
        FunctionFolders folders = FunctionFolders.in(scratch);
        AwsSide aws = new AwsSide(scratch, folders);
        HearthSide hearth = new HearthSide(folders);
        List<Future<Comparison>> running = new ArrayList<>();
        List<Comparison> comparisons = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(PARALLEL)) {
            for (Case wanted : Case.table()) {
                running.add(threads.submit(() -> new Comparison(wanted, aws.run(wanted), hearth.run(wanted))));
            }
            for (Future<Comparison> one : running) {
                comparisons.add(one.get());
            }
        }

        Map<String, String> differences = differences(comparisons);
        report(comparisons, differences);
        new Recording(Path.of("target/conformance")).write(comparisons, folders);
        assertThat(differences.keySet()).isEqualTo(OnPurpose.DIFFERENCES.keySet());
    }

    private static Map<String, String> differences(List<Comparison> comparisons) {
        Map<String, String> differences = new TreeMap<>();
        comparisons.forEach(comparison -> differences.putAll(comparison.differences()));
        return differences;
    }

    private static void report(List<Comparison> comparisons, Map<String, String> differences) {
        differences.forEach((name, difference) -> {
            if (!OnPurpose.DIFFERENCES.containsKey(name)) {
                System.out.println("DIFFERENT " + name + "\n" + difference);
            }
        });
        System.out.println("conformance: "
                + comparisons.stream().mapToLong(Comparison::cases).sum() + " cases, "
                + comparisons.stream().mapToLong(Comparison::failures).sum() + " failures among them, "
                + differences.size() + " differences (" + OnPurpose.DIFFERENCES.size() + " on purpose)");
    }
}
