package dev.hearth.runtime.conformance;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;

/**
 * Runs cases under AWS's published runtime interface client, unmodified, in a child process per case.
 *
 * <p>Its native library is unpacked once, because by itself it would write to one fixed place in every process. A
 * shared archive of its classes, made by a first process, halves the start of the others.
 */
final class AwsSide {
    private static final String NATIVE_PROPERTY =
            "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

    private final Path scratch;
    private final Path nativeLibrary;
    private final Path archive;
    private final FunctionFolders folders;

    AwsSide(Path scratch, FunctionFolders folders) throws IOException, InterruptedException {
        this.scratch = scratch;
        this.folders = folders;
        this.nativeLibrary = scratch.resolve("libaws-lambda-jni.so");
        this.archive = scratch.resolve("client.jsa");
        String machine = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
        try (InputStream library =
                AWSLambda.class.getResourceAsStream("/jni/libaws-lambda-jni.linux-" + machine + ".so")) {
            Files.copy(library, nativeLibrary);
        }
        makeArchive();
    }

    Run run(Case wanted) throws IOException, InterruptedException {
        try (RuntimeApiDouble api = new RuntimeApiDouble(wanted.events())) {
            Path log = Files.createTempFile(scratch, "log", ".txt");
            Process process = start(wanted, api, log, "-XX:SharedArchiveFile=" + archive);
            boolean ended = api.awaitAllAnsweredOrEndOf(process);
            process.destroyForcibly().waitFor();
            return new Run(api.answers(), ended, Files.readString(log, StandardCharsets.ISO_8859_1));
        }
    }

    /** A process that ends by itself, here after a fatal error, leaves the archive. */
    private void makeArchive() throws IOException, InterruptedException {
        Case training = new Case(
                "example.functions.Failures",
                FunctionFolders.CODE,
                List.of(event("\"fine\""), event("broken"), event("\"io error\"")));
        try (RuntimeApiDouble api = new RuntimeApiDouble(training.events())) {
            Path log = Files.createTempFile(scratch, "training", ".txt");
            Process process = start(training, api, log, "-XX:ArchiveClassesAtExit=" + archive);
            if (!process.waitFor(60, TimeUnit.SECONDS) || !Files.exists(archive)) {
                throw new IllegalStateException("AWS's client did not start: " + Files.readString(log));
            }
        }
    }

    private static Case.Event event(String payload) {
        return new Case.Event(payload.getBytes(StandardCharsets.UTF_8), false, payload);
    }

    private Process start(Case wanted, RuntimeApiDouble api, Path log, String option) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                option,
                "-Xlog:disable",
                "-Xlog:cds=off",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-D" + NATIVE_PROPERTY + "=" + nativeLibrary,
                "-cp",
                classPath(),
                AWSLambda.class.getName(),
                wanted.handler()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folders.folder(wanted.folder()).toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("JAVA_TOOL") || name.startsWith("JDK_JAVA"));
        builder.environment().putAll(environment(wanted, api));
        return builder.start();
    }

    private static String classPath() {
        return String.join(
                File.pathSeparator,
                ClassPath.of(AWSLambda.class).toString(),
                ClassPath.of(Context.class).toString(),
                ClassPath.of(PojoSerializer.class).toString(),
                ClassPath.of(SdkInternalThreadLocal.class).toString());
    }

    private Map<String, String> environment(Case wanted, RuntimeApiDouble api) {
        return Map.of(
                "AWS_LAMBDA_RUNTIME_API", api.address(),
                "_HANDLER", wanted.handler(),
                "LAMBDA_TASK_ROOT", folders.folder(wanted.folder()).toString(),
                "AWS_LAMBDA_FUNCTION_NAME", FixedContext.FUNCTION_NAME,
                "AWS_LAMBDA_FUNCTION_VERSION", "$LATEST",
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512",
                "AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/conformance",
                "AWS_LAMBDA_LOG_STREAM_NAME", "stream",
                "AWS_LAMBDA_LOG_FORMAT", "TEXT");
    }
}
