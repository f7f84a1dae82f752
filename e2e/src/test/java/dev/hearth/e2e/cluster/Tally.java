package dev.hearth.e2e.cluster;

import java.util.Map;

/**
 * What came of the blows of one attack.
 *
 * @param hits how many got as far as what they were meant for
 * @param outcomes how often which
 */
record Tally(String attack, int hits, Map<String, Integer> outcomes) {
    @Override
    public String toString() {
        return attack + ": " + hits + " hits, " + outcomes;
    }
}
