package dev.hearth.e2e.cluster;

import java.util.Set;

/**
 * Something hostile that is done over and over.
 *
 * @param name for what is printed
 * @param perSecond how often it is begun
 * @param hits outcomes of a blow that got as far as what it is meant for
 */
record Attack(String name, double perSecond, Set<String> hits, Deed deed) {
    /** One blow; what came of it in a few words, such as a status. */
    interface Deed {
        String strike() throws Exception;
    }
}
