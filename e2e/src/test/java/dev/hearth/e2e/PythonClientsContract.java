package dev.hearth.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * AWS's command line and boto3, as published, against a gateway: they cannot tell the difference.
 *
 * <p>PyPI has version 1 of the command line. Version 2 runs the README's command too where it is installed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class PythonClientsContract {
    private static final Path ROOT = HearthProcess.checkout();
    private static final long SECONDS = 300;
    private static final String ONLY_VERSION_2 = " --cli-binary-format raw-in-base64-out";

    private Path clients;
    private Home hearth;

    @TempDir
    private Path work;

    /** What a process wrote and how it ended. */
    private record Ended(int status, String out, String err) {}

    /** Starts to serve {@code e2e/functions/clients} and {@code examples/hello}. */
    protected abstract Home open() throws Exception;

    @BeforeAll
    void start() throws Exception {
        clients = clients();
        hearth = open();
    }

    @AfterAll
    void end() {
        if (hearth != null) {
            hearth.close();
        }
    }

    private static Path clients() throws Exception {
        Ended prepared =
                run(ROOT, Map.of(), ROOT.resolve("scripts/python-clients").toString());
        if (prepared.status != 0) {
            String reason = prepared.err.strip().replace('\n', ' ');
            System.out.println("skipped: AWS's Python clients cannot be had here: " + reason);
        }
        assumeTrue(prepared.status == 0, "AWS's Python clients cannot be had here");
        return Path.of(prepared.out.strip());
    }

    @Test
    void theReadmesCommandAnswers() throws Exception {
        answers(readmesCommand().replace(ONLY_VERSION_2, ""), clients.resolve("bin") + File.pathSeparator + path());
    }

    @Test
    void theReadmesCommandAnswersVersion2() throws Exception {
        Ended version = run(work, Map.of(), "bash", "-c", "aws --version");
        assumeTrue(version.out.startsWith("aws-cli/2."), "version 2 of AWS's command line is not installed");

        answers(readmesCommand(), path());
    }

    private void answers(String command, String path) throws Exception {
        Map<String, String> environment = environment();
        environment.put("PATH", path);

        String here = command.replace("http://127.0.0.1:9000", url())
                .replace(
                        "AWS_ACCESS_KEY_ID=any",
                        "AWS_ACCESS_KEY_ID=" + hearth.credentials().accessKeyId())
                .replace(
                        "AWS_SECRET_ACCESS_KEY=any",
                        "AWS_SECRET_ACCESS_KEY=" + hearth.credentials().secretAccessKey());

        Ended aws = run(work, environment, "bash", "-euc", here);

        assertThat(aws.err).isEmpty();
        assertThat(aws.status).isZero();
        assertThat(aws.out).contains("\"StatusCode\": 200", "\"ExecutedVersion\": \"$LATEST\"");
        assertThat(out()).isEqualTo("{\"message\":\"Hello, Ada!\"}");
    }

    private static String path() {
        return System.getenv("PATH");
    }

    /** The block of the README that calls the command line, as a reader would paste it. */
    private static String readmesCommand() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        int start = readme.indexOf("```\n", readme.indexOf("Every AWS client works")) + 4;
        String block = readme.substring(start, readme.indexOf("```", start));
        assertThat(block).contains("aws lambda invoke", "http://127.0.0.1:9000", ONLY_VERSION_2);
        return block;
    }

    @Test
    void theLogIsTheInvocations() throws Exception {
        Ended aws = invoke("greet", "{\"name\":\"Eve\"}", "--log-type", "Tail", "--query", "LogResult");

        String log = new String(Base64.getDecoder().decode(aws.out.strip().replace("\"", "")), StandardCharsets.UTF_8);
        assertThat(log)
                .startsWith("START RequestId: ")
                .contains(" Version: $LATEST\n", "greeting Eve\n", "\nEND RequestId: ", "\nREPORT RequestId: ")
                .contains("\tMemory Size: 128 MB\t");
    }

    @Test
    void aDryRunRunsNothing() throws Exception {
        Ended aws = invoke("greet", "{}", "--invocation-type", "DryRun");

        assertThat(aws.status).isZero();
        assertThat(aws.out).contains("\"StatusCode\": 204");
        assertThat(out()).isEmpty();
    }

    @Test
    void aQualifierIsToldToTheFunction() throws Exception {
        Ended aws = invoke("greet", "{}", "--qualifier", "$LATEST");

        assertThat(aws.status).isZero();
        assertThat(out()).contains(":function:greet:$LATEST\"");
    }

    @Test
    void aFailedFunctionIsAnAnswer() throws Exception {
        Ended aws = invoke("fail", "{\"message\":\"out of tea\"}");

        assertThat(aws.status).isZero();
        assertThat(aws.out).contains("\"FunctionError\": \"Unhandled\"");
        assertThat(out())
                .contains(
                        "\"errorMessage\":\"out of tea\"",
                        "\"errorType\":\"java.lang.IllegalStateException\"",
                        "\"stackTrace\":[\"example.faults.Faults.fail(");
    }

    @Test
    void errorsAreNamedAsAwsNamesThem() throws Exception {
        assertThat(invoke("nowhere", "{}").err)
                .contains("An error occurred (ResourceNotFoundException) when calling the Invoke operation: "
                        + "Function not found: arn:aws:lambda:us-east-1:");
        assertThat(invoke("greet", "{").err).contains("(InvalidRequestContentException)");
        assertThat(invoke("blocked", "{}").err).contains("(TooManyRequestsException)", "Rate Exceeded.");
    }

    /** Its cases are in {@code boto3_test.py}. */
    @Test
    void boto3() throws Exception {
        Ended tests = run(
                work,
                environment(),
                clients.resolve("bin/python").toString(),
                ROOT.resolve("e2e/src/test/resources/python/boto3_test.py").toString());

        assertThat(tests.status).as(tests.err + hearth.output()).isZero();
        assertThat(tests.err).contains("\nOK\n");
    }

    private Ended invoke(String function, String payload, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                clients.resolve("bin/aws").toString(),
                "lambda",
                "invoke",
                "--endpoint-url",
                url(),
                "--function-name",
                function,
                "--payload",
                payload));
        command.addAll(List.of(options));
        command.add("out.json");
        return run(work, environment(), command.toArray(new String[0]));
    }

    private String url() {
        return hearth.url().toString();
    }

    private String out() throws IOException {
        return Files.readString(work.resolve("out.json"));
    }

    /** No configuration of whoever runs the test, and one attempt per call. */
    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "HOME", work.toString(),
                "HEARTH_URL", url(),
                "AWS_REGION", "us-east-1",
                "AWS_DEFAULT_REGION", "us-east-1",
                "AWS_ACCESS_KEY_ID", hearth.credentials().accessKeyId(),
                "AWS_SECRET_ACCESS_KEY", hearth.credentials().secretAccessKey(),
                "AWS_MAX_ATTEMPTS", "1"));
        hearth.authority().ifPresent(pem -> environment.put("AWS_CA_BUNDLE", pem.toString()));
        return environment;
    }

    private static Ended run(Path folder, Map<String, String> environment, String... command) throws Exception {
        Path out = Files.createTempFile("out", ".txt");
        Path err = Files.createTempFile("err", ".txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(command[0] + " did not end: " + Files.readString(err));
            }
            return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }
}
