package dev.hearth.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hearth.e2e.Lambda.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Manifests and jars change under a running Hearth. */
@ResourceLock("machine")
class ChangesE2E {
    /** The promise is one second; the first invocation of new code also waits for a new environment. */
    private static final Path ROOT = HearthProcess.checkout();

    @TempDir
    private Path folder;

    private HearthProcess hearth;
    private Lambda lambda;

    @BeforeEach
    void up() throws Exception {
        Files.copy(ROOT.resolve("e2e/functions/target/functions.jar"), folder.resolve("code.jar"));
        write("one.yaml", manifest("one", "example.faults.Faults::sleep", 10));
        hearth = HearthProcess.up(folder);
        lambda = new Lambda(hearth.url());
    }

    @AfterEach
    void down() {
        hearth.close();
    }

    private void write(String file, String text) throws Exception {
        Path fresh = Files.writeString(folder.resolve(file + ".new"), text);
        Files.move(fresh, folder.resolve(file), StandardCopyOption.ATOMIC_MOVE);
    }

    private static String manifest(String name, String handler, int timeout) {
        return """
                apiVersion: lambda.hearth.dev/v1alpha1
                kind: Function
                metadata:
                  name: %s
                spec:
                  runtime: java25
                  handler: %s
                  timeout: %d
                  code:
                    file: code.jar
                """.formatted(name, handler, timeout);
    }

    @Test
    void finishesWhatRunsOnTheOldAndServesTheNew() throws Exception {
        assertThat(lambda.invoke("one", "{\"ms\":0}").body()).isEqualTo("\"slept\"");
        CompletableFuture<Answer> running = lambda.invokeLater("one", "{\"ms\":3000}");
        await().until(() -> lambda.get("/metrics").contains("lambda_concurrent_executions 1.0"));

        write("one.yaml", manifest("one", "example.faults.Faults::large", 10));

        await().until(() -> lambda.invoke("one", "12").body().equals("\"" + "y".repeat(10) + "\""));
        assertThat(running).isNotDone();
        assertThat(running.get().body()).isEqualTo("\"slept\"");
    }

    @Test
    void servesNewCode() throws Exception {
        assertThat(lambda.invoke("one", "{}").body()).isEqualTo("\"slept\"");

        Path fresh = Files.copy(ROOT.resolve("examples/hello/target/hello.jar"), folder.resolve("code.jar.new"));
        Files.move(fresh, folder.resolve("code.jar"), StandardCopyOption.REPLACE_EXISTING);

        await().until(() -> lambda.invoke("one", "{}").body().contains("Class not found: example.faults.Faults"));
        await().until(() -> hearth.hasPrinted("one serves its new code"));
    }

    @Test
    void addsAndRemovesFunctions() throws Exception {
        write("two.yaml", manifest("two", "example.faults.Faults::sleep", 3));
        await().until(() -> lambda.invoke("two", "{}").status() == 200);

        Files.delete(folder.resolve("two.yaml"));
        await().until(() -> lambda.invoke("two", "{}").status() == 404);
    }

    @Test
    void keepsServingWhatABrokenManifestWas() throws Exception {
        write("one.yaml", manifest("one", "example.faults.Faults::sleep", 10_000));

        await().until(() -> hearth.hasPrinted("what it was before goes on serving"));
        await().until(() -> hearth.hasPrinted("one.yaml:8 spec.timeout: Invalid value: 10000"));
        assertThat(lambda.invoke("one", "{}").body()).isEqualTo("\"slept\"");
    }
}
