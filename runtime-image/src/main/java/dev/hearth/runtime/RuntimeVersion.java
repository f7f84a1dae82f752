package dev.hearth.runtime;

/** Name of this runtime in the log. */
final class RuntimeVersion {
    static final String TEXT = "hearth:java25 (" + Runtime.version() + ")";

    private RuntimeVersion() {}
}
