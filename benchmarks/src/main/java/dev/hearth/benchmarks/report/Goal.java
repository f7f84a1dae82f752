package dev.hearth.benchmarks.report;

/**
 * A promise with a number and what this run measured for it.
 *
 * @param bound whether {@code limit} is the most or the least that is good
 */
public record Goal(String promise, Bound bound, double limit, double measured) {
    /** Which side of the limit is good. */
    public enum Bound {
        AT_MOST("≤"),
        AT_LEAST("≥");

        private final String sign;

        Bound(String sign) {
            this.sign = sign;
        }
    }

    public static Goal atMost(String promise, double limit, double measured) {
        return new Goal(promise, Bound.AT_MOST, limit, measured);
    }

    public static Goal atLeast(String promise, double limit, double measured) {
        return new Goal(promise, Bound.AT_LEAST, limit, measured);
    }

    public boolean met() {
        return switch (bound) {
            case AT_MOST -> measured <= limit;
            case AT_LEAST -> measured >= limit;
        };
    }

    Object[] cells() {
        return new Object[] {promise, bound.sign + " " + Table.text(limit), measured, met() ? "met" : "**missed**"};
    }
}
