package dev.hearth.images;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What each image runs; everything in it lies where {@code scripts/images.sh} put it. */
enum HearthImage {
    RUNTIME,
    GATEWAY,
    OPERATOR;

    List<String> entrypoint() {
        return switch (this) {
            case RUNTIME -> List.of("/bin/sh", "/opt/hearth/runtime/launcher");
            case GATEWAY -> java("-cp", "/opt/hearth/gateway/lib/*", "dev.hearth.gateway.up.HearthMain", "gateway");
            case OPERATOR -> java("-jar", "/opt/hearth/operator/quarkus-run.jar");
        };
    }

    private static List<String> java(String... program) {
        Stream<String> options = Stream.of(
                "/opt/java/bin/java",
                "-XX:+UseSerialGC",
                "-XX:MaxRAMPercentage=60",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow");
        return Stream.concat(options, Stream.of(program)).toList();
    }

    Map<String, String> variables() {
        return switch (this) {
            case RUNTIME ->
                Map.of(
                        "HEARTH_JAVA", "/opt/java/bin/java",
                        "HEARTH_RUNTIME_HOME", "/opt/hearth/runtime",
                        "HEARTH_AOT_CACHE", "/opt/hearth/runtime/runtime.aot");
            case GATEWAY, OPERATOR -> Map.of("LC_ALL", "C.UTF-8");
        };
    }
}
