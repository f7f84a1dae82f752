package dev.hearth.e2e.cluster;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@link Attackers} in a process of low priority: on a machine of few processors, what they take of them is not what is
 * attacked.
 */
final class AttackersProcess implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PATIENCE_SECONDS = 300;
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    /** Linux schedules sessions as groups, each with a priority of its own. */
    private static final String LOW = "echo 5 >/proc/self/autogroup; exec nice -n 10 \"$0\" \"$@\"";

    private final Process process;
    private final BufferedReader output;

    private AttackersProcess(Process process) {
        this.process = process;
        output = process.inputReader();
    }

    /** Returns once they attack. */
    static AttackersProcess start(AttackPlan plan) throws IOException {
        AttackersProcess started = new AttackersProcess(new ProcessBuilder(
                        "setsid",
                        "sh",
                        "-c",
                        LOW,
                        JAVA,
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Attackers.class.getName(),
                        JSON.writeValueAsString(plan))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        if (!Attackers.BEGUN.equals(started.output.readLine())) {
            throw new IllegalStateException("the attackers did not begin");
        }
        return started;
    }

    /** What came of each attack. */
    List<Tally> end() throws IOException, InterruptedException {
        process.getOutputStream().close();
        String said = output.readLine();
        if (said == null || !process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the attackers ended without a word");
        }
        return JSON.readValue(said, new TypeReference<>() {});
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
