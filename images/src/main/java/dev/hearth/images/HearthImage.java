package dev.hearth.images;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What each image runs; everything in it lies where {@code scripts/images.sh} put it. */
public enum HearthImage {
    RUNTIME("/opt/hearth/runtime/runtime.aot"),
    GATEWAY("/opt/hearth/gateway/gateway.aot"),
    OPERATOR("/opt/hearth/operator/operator.aot");

    /** What works in bursts spends more on optimising its code than it gets back. */
    private static final String QUICK_COMPILER = "-XX:TieredStopAtLevel=1";

    /**
     * Heap of the gateway, which sets Netty's memory to half of it: of 1 GiB a quarter is left for classes, compiled code and
     * threads.
     */
    private static final String GATEWAY_HEAP = "-XX:MaxRAMPercentage=50";

    /** Heap of the operator: of 512 MiB it leaves 170 for classes and compiled code, and 64 for what lies outside of the heap. */
    private static final String OPERATOR_HEAP = "-XX:MaxRAMPercentage=54";

    private static final String OPERATOR_DIRECT = "-XX:MaxDirectMemorySize=64m";

    private final String cache;

    HearthImage(String cache) {
        this.cache = cache;
    }

    /** Path of its AOT cache. */
    public String cache() {
        return cache;
    }

    List<String> entrypoint() {
        return command("-XX:AOTCache=" + cache);
    }

    /** Runs it so that it writes its AOT cache when it ends. */
    public List<String> trainingCommand() {
        return command("-XX:AOTCacheOutput=" + cache);
    }

    private List<String> command(String aot) {
        return switch (this) {
            case RUNTIME -> List.of("/bin/sh", "/opt/hearth/runtime/launcher");
            case GATEWAY -> java(aot, GATEWAY_HEAP, "-jar", "/opt/hearth/gateway/lib/hearth-gateway.jar", "gateway");
            case OPERATOR ->
                java(
                        aot,
                        OPERATOR_HEAP,
                        OPERATOR_DIRECT,
                        QUICK_COMPILER,
                        "-jar",
                        "/opt/hearth/operator/quarkus-run.jar");
        };
    }

    private static List<String> java(String... program) {
        Stream<String> options = Stream.of(
                "/opt/java/bin/java",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow");
        return Stream.concat(options, Stream.of(program)).toList();
    }

    /** What its processes find in their environment, whoever starts them. */
    public Map<String, String> variables() {
        return switch (this) {
            case RUNTIME ->
                Map.of(
                        "HEARTH_JAVA", "/opt/java/bin/java",
                        "HEARTH_RUNTIME_HOME", "/opt/hearth/runtime",
                        "HEARTH_STUNNEL", "/opt/hearth/stunnel/stunnel",
                        "HEARTH_AOT_CACHE", RUNTIME.cache);
            case GATEWAY, OPERATOR -> Map.of("LC_ALL", "C.UTF-8");
        };
    }
}
