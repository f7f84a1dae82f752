package dev.hearth.gateway.catalog.manifest;

import dev.hearth.crds.ApiGroup;
import dev.hearth.gateway.catalog.manifest.schema.Suggestions;
import dev.hearth.gateway.catalog.manifest.schema.Violation;
import dev.hearth.gateway.catalog.manifest.yaml.YamlDocument;
import java.util.List;

/** Whether one machine serves what a document is. */
final class Kinds {
    private static final String SERVED = "Function";
    private static final String API_VERSION = ApiGroup.NAME + "/" + ApiGroup.VERSION;
    private static final List<String> LATER = List.of("Alias", "FunctionVersion", "EventSourceMapping");
    private static final List<String> ALL = List.of(SERVED, "Alias", "FunctionVersion", "EventSourceMapping");

    private Kinds() {}

    static List<Violation> broken(YamlDocument document) {
        String apiVersion = document.text("apiVersion");
        String kind = document.text("kind");
        if (kind.isEmpty()) {
            return violation("kind", "Required value; set it to " + SERVED);
        }
        if (!ALL.contains(kind)) {
            String hint = Suggestions.nearest(kind, ALL)
                    .map(meant -> "did you mean " + meant + "?")
                    .orElse("use " + SERVED);
            return violation("kind", noMatch(kind, apiVersion) + "; " + hint);
        }
        if (!apiVersion.equals(API_VERSION)) {
            return violation("apiVersion", noMatch(kind, apiVersion) + "; use " + API_VERSION);
        }
        return LATER.contains(kind)
                ? violation(
                        "kind",
                        "Unsupported value: \"" + kind + "\": is not supported yet on one machine; remove the document")
                : List.of();
    }

    /** An API server's words. */
    private static String noMatch(String kind, String apiVersion) {
        return "no matches for kind \"" + kind + "\" in version \"" + apiVersion + "\"";
    }

    private static List<Violation> violation(String field, String message) {
        return List.of(new Violation(field, message, true));
    }
}
