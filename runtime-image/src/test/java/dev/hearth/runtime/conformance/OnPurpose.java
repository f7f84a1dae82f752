package dev.hearth.runtime.conformance;

import java.util.Map;

/** Differences from AWS's client that stay, each with its reason; also told in {@code docs/compatibility.md}. */
final class OnPurpose {
    static final Map<String, String> DIFFERENCES = Map.of();

    private OnPurpose() {}
}
