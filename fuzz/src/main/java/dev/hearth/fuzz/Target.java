package dev.hearth.fuzz;

/** A parser with its promises. */
@FunctionalInterface
public interface Target {
    /**
     * Feeds an input to the parser and checks every promise.
     *
     * @throws Finding when a promise is broken
     * @throws Exception when the parser throws what it does not declare: a finding too
     */
    void check(byte[] input) throws Exception;
}
