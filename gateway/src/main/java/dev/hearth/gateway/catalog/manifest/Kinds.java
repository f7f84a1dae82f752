package dev.hearth.gateway.catalog.manifest;

import dev.hearth.crds.ApiGroup;
import dev.hearth.gateway.catalog.manifest.schema.Suggestions;
import dev.hearth.gateway.catalog.manifest.schema.Violation;
import dev.hearth.gateway.catalog.manifest.yaml.YamlDocument;
import java.util.List;

/** Whether one machine serves what a document is. */
final class Kinds {
    static final String FUNCTION = "Function";
    static final String ALIAS = "Alias";
    private static final String API_VERSION = ApiGroup.NAME + "/" + ApiGroup.VERSION;
    private static final String VERSION = "FunctionVersion";
    private static final String MAPPING = "EventSourceMapping";
    private static final List<String> ALL = List.of(FUNCTION, ALIAS, VERSION, MAPPING);

    private Kinds() {}

    static List<Violation> broken(YamlDocument document) {
        String apiVersion = document.text("apiVersion");
        String kind = document.text("kind");
        if (kind.isEmpty()) {
            return violation("kind", "Required value; set it to " + FUNCTION + " or " + ALIAS);
        }
        if (!ALL.contains(kind)) {
            String hint = Suggestions.nearest(kind, ALL)
                    .map(meant -> "did you mean " + meant + "?")
                    .orElse("use " + FUNCTION + " or " + ALIAS);
            return violation("kind", noMatch(kind, apiVersion) + "; " + hint);
        }
        if (!apiVersion.equals(API_VERSION)) {
            return violation("apiVersion", noMatch(kind, apiVersion) + "; use " + API_VERSION);
        }
        return switch (kind) {
            case VERSION ->
                violation(
                        "kind",
                        "Unsupported value: \"" + kind
                                + "\": versions are published, not made; set spec.publish: true in the Function");
            case MAPPING ->
                violation(
                        "kind",
                        "Unsupported value: \"" + kind
                                + "\": is not supported yet on one machine; remove the document");
            default -> List.of();
        };
    }

    /** An API server's words. */
    private static String noMatch(String kind, String apiVersion) {
        return "no matches for kind \"" + kind + "\" in version \"" + apiVersion + "\"";
    }

    private static List<Violation> violation(String field, String message) {
        return List.of(new Violation(field, message, true));
    }
}
