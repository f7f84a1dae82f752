package dev.hearth.gateway.dispatch;

/**
 * The phases an invocation waited for when it had to wait for an init, in milliseconds. What an environment had behind it
 * when the invocation arrived is not counted: together they are the invocation's wait.
 *
 * @param launch arrival until the environment's process began
 * @param start process began until it attached
 * @param init attached until it asked for work: code and handler loaded
 * @param dispatch asked for work until the invocation was given to it
 */
public record ColdStart(double launch, double start, double init, double dispatch) {
    /** From the times, in ns of one clock, at which each phase ended. */
    static ColdStart of(long arrived, long begun, long attached, long ready, long given) {
        long waitBegun = Math.max(arrived, begun);
        long waitAttached = Math.max(waitBegun, attached);
        long waitReady = Math.max(waitAttached, ready);
        return new ColdStart(
                millis(waitBegun - arrived),
                millis(waitAttached - waitBegun),
                millis(waitReady - waitAttached),
                millis(given - waitReady));
    }

    private static double millis(long nanos) {
        return nanos / 1e6;
    }

    /** {@code launch=1.2;start=80.3;init=30.0;dispatch=0.1}: the value of the response header. */
    public String headerValue() {
        return "launch=" + tenths(launch) + ";start=" + tenths(start) + ";init=" + tenths(init) + ";dispatch="
                + tenths(dispatch);
    }

    private static double tenths(double millis) {
        return Math.round(Math.max(0, millis) * 10) / 10.0;
    }
}
