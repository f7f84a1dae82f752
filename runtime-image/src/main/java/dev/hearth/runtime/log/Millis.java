package dev.hearth.runtime.log;

/** Milliseconds with two decimals; {@code String.format} would cost a start several milliseconds. */
public final class Millis {
    private static final int HUNDREDTHS = 100;

    private Millis() {}

    /** {@code 12.30}; not negative. */
    public static String text(double millis) {
        long hundredths = Math.max(0, Math.round(millis * HUNDREDTHS));
        long rest = hundredths % HUNDREDTHS;
        return hundredths / HUNDREDTHS + (rest < 10 ? ".0" : ".") + rest;
    }
}
