package dev.hearth.crds;

/** Name and version of the API group that all of Hearth's resources belong to. */
public final class ApiGroup {
    public static final String NAME = "lambda.hearth.dev";
    public static final String VERSION = "v1alpha1";

    private ApiGroup() {}
}
