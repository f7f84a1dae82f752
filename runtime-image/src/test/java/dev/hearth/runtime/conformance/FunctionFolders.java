package dev.hearth.runtime.conformance;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import example.functions.Echo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * The unpacked code of the functions under test, in several layouts.
 *
 * <p>{@code code}: classes, and AWS's event types in {@code lib}. {@code jars}: everything in {@code lib}, with a copy
 * of the handler API. The others are {@code code} with serialisers of their own: {@code own} has one, {@code two} one
 * too many, {@code broken} and {@code missing} one that cannot be made. The class {@code Absent} is left out of all.
 */
record FunctionFolders(Path root) {
    static final String CODE = "code";
    private static final String SERVICE =
            "META-INF/services/com.amazonaws.services.lambda.runtime.CustomPojoSerializer";
    private static final String SERIALIZING = "example.functions.Serializing$";

    static FunctionFolders in(Path root) throws IOException {
        FunctionFolders folders = new FunctionFolders(root);
        folders.code(CODE, List.of());
        folders.code("own", List.of(SERIALIZING + "Own"));
        folders.code("two", List.of(SERIALIZING + "Own", SERIALIZING + "Second"));
        folders.code("broken", List.of(SERIALIZING + "Broken"));
        folders.code("missing", List.of("com.acme.Gone"));
        folders.jars();
        return folders;
    }

    Path folder(String name) {
        return root.resolve(name);
    }

    private void code(String name, List<String> serializers) throws IOException {
        Path folder = libraries(name);
        for (Path type : classes()) {
            Path target = folder.resolve(testClasses().relativize(type).toString());
            Files.createDirectories(target.getParent());
            Files.copy(type, target);
        }
        if (!serializers.isEmpty()) {
            Path service = folder.resolve(SERVICE);
            Files.createDirectories(service.getParent());
            Files.writeString(service, String.join("\n", serializers), StandardCharsets.UTF_8);
        }
    }

    private void jars() throws IOException {
        Path lib = libraries("jars").resolve("lib");
        Files.copy(ClassPath.of(Context.class), lib.resolve("core.jar"));
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(lib.resolve("function.jar")))) {
            for (Path type : classes()) {
                jar.putNextEntry(new JarEntry(testClasses().relativize(type).toString()));
                Files.copy(type, jar);
            }
        }
    }

    private Path libraries(String name) throws IOException {
        Path lib = Files.createDirectories(folder(name).resolve("lib"));
        Files.copy(ClassPath.of(SQSEvent.class), lib.resolve("events.jar"));
        Files.copy(ClassPath.of(org.joda.time.DateTime.class), lib.resolve("joda-time.jar"));
        return folder(name);
    }

    private static Path testClasses() {
        return ClassPath.of(Echo.class);
    }

    private static List<Path> classes() throws IOException {
        try (Stream<Path> files = Files.list(testClasses().resolve("example/functions"))) {
            return files.filter(file -> !file.getFileName().toString().startsWith("Absent"))
                    .sorted()
                    .toList();
        }
    }
}
