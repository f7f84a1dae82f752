package dev.hearth.gateway.catalog;

import java.util.Optional;

/**
 * A version that can be invoked.
 *
 * @param revision its {@link Revision#version} is a number
 * @param release the function's when it was published
 */
public record PublishedVersion(Revision revision, Optional<String> release) {
    String version() {
        return revision.version();
    }

    long number() {
        return Long.parseLong(version());
    }
}
