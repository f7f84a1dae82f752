package dev.hearth.protocol;

/** Paths an environment asks its gateway for; the version stands in the path. See {@code docs/environment-protocol.md}. */
public final class EnvironmentPaths {
    private static final String BASE = "/environment/v1/";

    /** {@code POST}: first request of the control connection; answered with the {@link Assignment}. */
    public static final String ATTACH = BASE + "attach";

    /** {@code POST}: heartbeat upwards, answered when the gateway has a {@link Command} or the heartbeat interval ends. */
    public static final String CONTROL = BASE + "control";

    /** {@code GET}: first request of the work connection; init is over, give me work. */
    public static final String NEXT = BASE + "next";

    /** {@code POST}: init failed; the body is Lambda's error object. The environment exits afterwards. */
    public static final String INIT_ERROR = BASE + "init-error";

    /** {@code GET}: code by its SHA-256 in lower-case hex, as a zip. */
    public static final String CODE = BASE + "code/";

    private static final String INVOCATIONS = BASE + "invocations/";
    private static final String RESPONSE = "/response";
    private static final String ERROR = "/error";

    private EnvironmentPaths() {}

    /** {@code POST}: the result of an invocation; answered with the next one (respond-and-next). */
    public static String response(String requestId) {
        return INVOCATIONS + requestId + RESPONSE;
    }

    /** {@code POST}: the error object of an invocation; answered with the next one. */
    public static String error(String requestId) {
        return INVOCATIONS + requestId + ERROR;
    }

    /** Whether this path reports an invocation's result. */
    public static boolean isResponse(String path) {
        return path.startsWith(INVOCATIONS) && path.endsWith(RESPONSE);
    }

    /** Whether this path reports an invocation's error. */
    public static boolean isError(String path) {
        return path.startsWith(INVOCATIONS) && path.endsWith(ERROR);
    }

    /** The request id in a path for which {@link #isResponse} or {@link #isError} holds. */
    public static String requestId(String path) {
        return path.substring(INVOCATIONS.length(), path.lastIndexOf('/'));
    }
}
