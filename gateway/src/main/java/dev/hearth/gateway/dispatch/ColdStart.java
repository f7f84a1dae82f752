package dev.hearth.gateway.dispatch;

/**
 * The phases an invocation waited for when it had to wait for an init, in milliseconds.
 *
 * @param launch arrival until the environment's process began
 * @param start process began until it attached
 * @param init attached until it asked for work: code and handler loaded
 * @param dispatch asked for work until the invocation was given to it
 */
public record ColdStart(double launch, double start, double init, double dispatch) {
    /** {@code launch=1.2;start=80.3;init=30.0;dispatch=0.1}: the value of the response header. */
    public String headerValue() {
        return "launch=" + tenths(launch) + ";start=" + tenths(start) + ";init=" + tenths(init) + ";dispatch="
                + tenths(dispatch);
    }

    private static double tenths(double millis) {
        return Math.round(Math.max(0, millis) * 10) / 10.0;
    }
}
