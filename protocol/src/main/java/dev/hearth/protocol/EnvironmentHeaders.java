package dev.hearth.protocol;

/**
 * Headers between environment and gateway. Where the Lambda Runtime API has a header, its name is used.
 * Durations are milliseconds that remain or were spent, never wall-clock times.
 */
public final class EnvironmentHeaders {
    /** Who asks: the environment's id, on every request. */
    public static final String ENVIRONMENT_ID = "Hearth-Environment-Id";
    /** Protocol version the environment speaks, on attach: {@code 1}. */
    public static final String PROTOCOL_VERSION = "Hearth-Protocol-Version";
    /** {@code Bearer <token>} that proves the identity, on the first request of each connection. */
    public static final String AUTHORIZATION = "Authorization";
    /**
     * On attach after a restart: exit status of the process before, 128 + n when signal n ended it. On init-error with
     * {@link #EXIT_ERROR}: that of a process in which the runtime never began.
     */
    public static final String EXIT_STATUS = "Hearth-Exit-Status";
    /** On control: the port on which the environment serves {@code /metrics}; absent when it serves none. */
    public static final String METRICS_PORT = "Hearth-Metrics-Port";
    /** On attach: milliseconds from the process's start to this request. */
    public static final String START_MS = "Hearth-Start-Ms";
    /** On the first {@code next}: duration of the init phase in milliseconds, with two decimals. */
    public static final String INIT_MS = "Hearth-Init-Ms";
    /** On control: an {@link EnvironmentState}. */
    public static final String STATE = "Hearth-State";
    /** On control: request id of the invocation that runs now, absent when none does. */
    public static final String RUNNING = "Hearth-Running";
    /** On control's answer: a {@link Command}. */
    public static final String COMMAND = "Hearth-Command";
    /** Request id of an invocation. */
    public static final String REQUEST_ID = "Lambda-Runtime-Aws-Request-Id";
    /** Milliseconds until the invocation times out. */
    public static final String REMAINING_MS = "Hearth-Remaining-Ms";
    /** ARN as the caller qualified it. */
    public static final String INVOKED_FUNCTION_ARN = "Lambda-Runtime-Invoked-Function-Arn";
    /** X-Ray trace header of the invocation. */
    public static final String TRACE_ID = "Lambda-Runtime-Trace-Id";
    /** Client context as the caller sent it: base64 of JSON. */
    public static final String CLIENT_CONTEXT = "Lambda-Runtime-Client-Context";
    /** {@code streaming}: the result is wanted as it is written, or is being sent so. */
    public static final String RESPONSE_MODE = "Lambda-Runtime-Function-Response-Mode";
    /**
     * On an invocation {@code true}: the caller wants the log tail; on its result, and on attach and init-error after a process
     * that did not live to send it: the tail, base64.
     */
    public static final String LOG_TAIL = "Hearth-Log-Tail";
    /** Type of an error, e.g. {@code Runtime.UserException}; as trailer when a streamed result breaks. */
    public static final String ERROR_TYPE = "Lambda-Runtime-Function-Error-Type";
    /** Trailer: base64 of the error object when a streamed result breaks. */
    public static final String ERROR_BODY = "Lambda-Runtime-Function-Error-Body";
    /** Trailer {@code true}: a streamed result broke and its process ends now, as {@code Connection: close} says of others. */
    public static final String ENDS = "Hearth-Ends";

    /** On code: always {@link #ZIP}, for environments that would keep a jar as it is; whatever it is, it is unpacked. */
    public static final String CODE_LAYOUT = "Hearth-Code-Layout";

    /** Value of {@link #CODE_LAYOUT}. */
    public static final String ZIP = "zip";
    /** Value of {@link #ERROR_TYPE} on init-error: the function's code could not be had; the function is not to blame. */
    public static final String CODE_UNAVAILABLE = "Hearth.CodeUnavailable";
    /** Value of {@link #ERROR_TYPE} on init-error: a process ended before the runtime began in it. */
    public static final String EXIT_ERROR = "Runtime.ExitError";
    /** Value of {@link #ERROR_TYPE} on init-error: a process was ended since the runtime did not begin in it in time. */
    public static final String TIMED_OUT = "Sandbox.Timedout";
    /** Value of {@link #RESPONSE_MODE}. */
    public static final String STREAMING = "streaming";

    private EnvironmentHeaders() {}
}
