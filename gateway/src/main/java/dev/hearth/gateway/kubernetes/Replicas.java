package dev.hearth.gateway.kubernetes;

/**
 * How large a Deployment was when it was last seen.
 *
 * @param uid of the Deployment
 * @param resourceVersion a change is made only to what was seen
 * @param count its {@code spec.replicas}
 */
record Replicas(String uid, String resourceVersion, int count) {}
