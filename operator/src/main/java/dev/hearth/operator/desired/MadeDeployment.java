package dev.hearth.operator.desired;

/**
 * The Deployment of a revision, as it was made or mended.
 *
 * @param digest {@link SpecDigest} of it
 */
public record MadeDeployment(String uid, String digest) {}
