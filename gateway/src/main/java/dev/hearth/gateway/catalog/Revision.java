package dev.hearth.gateway.catalog;

import dev.hearth.crds.LoggingConfig;
import dev.hearth.crds.Scaling;
import dev.hearth.crds.Span;
import dev.hearth.protocol.Assignment;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One concrete thing to run: a function's version or {@code $LATEST} with its configuration, immutable.
 *
 * @param id hash over everything below that a running environment depends on; two revisions with one id are interchangeable
 * @param function whose revision this is
 * @param version {@code $LATEST} or a version number
 * @param runtime Lambda runtime identifier, e.g. {@code java21}
 * @param handler {@code package.Class} or {@code package.Class::method}
 * @param memorySizeMb 128 to 10,240 MB
 * @param timeout 1 to 900 s
 * @param ephemeralStorageMb size of {@code /tmp}, 512 to 10,240 MB
 * @param variables the user's environment variables
 * @param home where its environments live
 * @param codeSha256 lower-case hex SHA-256 of the code package
 * @param logging formats and levels
 * @param bounds between which its environments are scaled
 * @param events what becomes of its asynchronous invocations, unless an alias says otherwise
 * @param initialization why its environments are initialised
 * @param provisioned the same with environments that are kept initialised, as many as its bounds say; invocations go there first.
 *     Empty: none are
 */
public record Revision(
        String id,
        FunctionId function,
        String version,
        String runtime,
        String handler,
        int memorySizeMb,
        Duration timeout,
        int ephemeralStorageMb,
        Map<String, String> variables,
        Home home,
        String codeSha256,
        Logging logging,
        Bounds bounds,
        EventPolicy events,
        Initialization initialization,
        Optional<Revision> provisioned) {

    public Revision {
        variables = Map.copyOf(variables);
    }

    /** The function's reserved concurrent executions; empty: it shares the unreserved pool. */
    public OptionalInt reservedConcurrency() {
        return bounds.reserved;
    }

    /**
     * Whether its JVMs wait for a debugger, on one machine: then time stands still for them as it does for who looks at a break
     * point.
     */
    public boolean isDebugged() {
        return home instanceof Home.Machine
                && variables.getOrDefault("JAVA_TOOL_OPTIONS", "").contains("-agentlib:jdwp");
    }

    /** Whether it was published; else it is {@code $LATEST}. */
    public boolean isVersion() {
        return !version.equals(Qualifiers.LATEST);
    }

    /** How many environments are kept initialised for its version; 0: none. */
    public int provisionedConcurrency() {
        return provisioned.isPresent() ? provisioned.get().bounds().minimum() : 0;
    }

    /** The same with nothing provisioned. */
    Revision withoutProvisioned() {
        return copy(id, home, bounds, initialization, Optional.empty());
    }

    /** Everything there are environments of: this, and what is provisioned for it. */
    public Stream<Revision> withProvisioned() {
        return Stream.concat(Stream.of(this), provisioned.stream());
    }

    /** The same between other bounds, which leave what is provisioned as it is. */
    Revision bounded(Bounds other) {
        return copy(id, home, other, initialization, provisioned.map(each -> each.bounded(other.keeping(each.bounds))));
    }

    /**
     * The same with environments that are kept initialised.
     *
     * @param otherId of the revision that these run
     * @param otherHome where they live
     * @param environments how many, at least 1
     */
    public Revision provisioned(String otherId, Home otherHome, int environments) {
        Bounds exactly = new Bounds(bounds.reserved, environments, OptionalInt.of(environments), Optional.empty());
        Revision kept = copy(otherId, otherHome, exactly, Initialization.PROVISIONED, Optional.empty());
        return copy(id, home, bounds, initialization, Optional.of(kept));
    }

    private Revision copy(
            String otherId, Home otherHome, Bounds otherBounds, Initialization why, Optional<Revision> kept) {
        return new Revision(
                otherId,
                function,
                version,
                runtime,
                handler,
                memorySizeMb,
                timeout,
                ephemeralStorageMb,
                variables,
                otherHome,
                codeSha256,
                logging,
                otherBounds,
                events,
                why,
                kept);
    }

    /**
     * What an environment that runs this is told.
     *
     * @param coldStart whether the environment's first invocation reports the init
     * @param notice log lines about the process before, may be empty
     */
    public Assignment assignment(String environmentId, Duration initLimit, boolean coldStart, String notice) {
        return new Assignment(
                function.name(),
                version,
                handler,
                memorySizeMb,
                initLimit.toMillis(),
                codeSha256,
                home.codeLocation(codeSha256),
                logging.format(),
                logging.applicationLevel(),
                logging.systemLevel(),
                logging.group(),
                home.logStream(version, environmentId),
                coldStart,
                notice);
    }

    /** Why an environment is initialised. */
    public enum Initialization {
        /** An invocation, or {@code scaling}, asked for it. */
        ON_DEMAND("on-demand"),
        /** Provisioned concurrency. */
        PROVISIONED("provisioned-concurrency");

        private final String type;

        Initialization(String type) {
            this.type = type;
        }

        /** Lambda's word, {@code AWS_LAMBDA_INITIALIZATION_TYPE}. */
        public String type() {
            return type;
        }
    }

    /**
     * How many environments there may be, whatever demand says.
     *
     * @param reserved the function's reserved concurrent executions; empty: it shares the unreserved pool
     * @param minimum kept without demand
     * @param maximum the most there are; empty: no bound of its own
     * @param keepAlive how long they stay without demand; empty: as long as all others
     */
    public record Bounds(OptionalInt reserved, int minimum, OptionalInt maximum, Optional<Duration> keepAlive) {
        /** Only the concurrency that is reserved. */
        public static Bounds reserved(OptionalInt reserved) {
            return new Bounds(reserved, 0, OptionalInt.empty(), Optional.empty());
        }

        /** What a function's configuration says. */
        public static Bounds of(@Nullable Integer reserved, @Nullable Scaling asked) {
            Scaling scaling = asked == null ? new Scaling() : asked;
            Integer minimum = scaling.getMinimum();
            return new Bounds(
                    optional(reserved),
                    minimum == null ? 0 : minimum,
                    optional(scaling.getMaximum()),
                    Optional.ofNullable(scaling.getKeepAlive()).map(Span::of));
        }

        /** These, but as many environments as others say. */
        Bounds keeping(Bounds others) {
            return new Bounds(reserved, others.minimum, others.maximum, others.keepAlive);
        }

        Bounds withoutMinimum() {
            return new Bounds(reserved, 0, maximum, keepAlive);
        }

        private static OptionalInt optional(@Nullable Integer value) {
            return value == null ? OptionalInt.empty() : OptionalInt.of(value);
        }
    }

    /**
     * Log settings, each in Lambda's words.
     *
     * @param format {@code Text} or {@code JSON}
     * @param applicationLevel TRACE, DEBUG, INFO, WARN, ERROR, FATAL; empty with format Text
     * @param systemLevel DEBUG, INFO, WARN; empty with format Text
     * @param group log group
     */
    public record Logging(String format, String applicationLevel, String systemLevel, String group) {
        /** What a function's configuration says, with Lambda's defaults for what it leaves open. */
        public static Logging of(LoggingConfig config, String functionName) {
            String level = config.getLogFormat().equals("JSON") ? "INFO" : "";
            return new Logging(
                    config.getLogFormat(),
                    orElse(config.getApplicationLogLevel(), level),
                    orElse(config.getSystemLogLevel(), level),
                    orElse(config.getLogGroup(), "/aws/lambda/" + functionName));
        }

        private static String orElse(@Nullable String value, String otherwise) {
            return value == null ? otherwise : value;
        }
    }
}
