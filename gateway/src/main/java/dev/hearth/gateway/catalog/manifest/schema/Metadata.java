package dev.hearth.gateway.catalog.manifest.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;

/** What Kubernetes asks of every resource's metadata, beyond its shape. */
final class Metadata {
    private static final String WORD = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final Pattern LABEL = Pattern.compile("^" + WORD + "$");
    private static final Pattern SUBDOMAIN = Pattern.compile("^" + WORD + "(\\." + WORD + ")*$");
    private static final Pattern NAME_PART = Pattern.compile("^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$");
    private static final Pattern VALUE = Pattern.compile("^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$");
    private static final String NOT_A_SUBDOMAIN =
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start"
                    + " and end with an alphanumeric character (e.g. 'example.com'); rename it, and set"
                    + " spec.functionName to keep Lambda's name";
    private static final int MAX_SUBDOMAIN = 253;
    private static final int MAX_LABEL = 63;
    private static final int MAX_ANNOTATIONS = 256 * 1024;

    private final JsonNode metadata;
    private final List<Violation> violations = new ArrayList<>();

    private Metadata(JsonNode metadata) {
        this.metadata = metadata;
    }

    static List<Violation> broken(JsonNode resource) {
        var check = new Metadata(resource.path("metadata"));
        check.name();
        check.namespace();
        check.labels();
        check.annotations();
        return check.violations;
    }

    private void name() {
        if (!metadata.path("name").isTextual()) {
            violations.add(new Violation("metadata.name", "Required value: " + missingName(), true));
            return;
        }
        String name = metadata.get("name").asText();
        if (name.length() > MAX_SUBDOMAIN) {
            invalid("metadata.name", name, "must be no more than " + MAX_SUBDOMAIN + " characters");
        }
        if (!SUBDOMAIN.matches(name)) {
            invalid("metadata.name", name, NOT_A_SUBDOMAIN);
        }
    }

    private String missingName() {
        return metadata.has("generateName")
                ? "generateName is not supported yet; set name"
                : "name or generateName is required; set name, e.g. order-events";
    }

    private void namespace() {
        String namespace = metadata.path("namespace").asText();
        if (!namespace.isEmpty() && (namespace.length() > MAX_LABEL || !LABEL.matches(namespace))) {
            invalid(
                    "metadata.namespace",
                    namespace,
                    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start"
                            + " and end with an alphanumeric character (e.g. 'my-name'), at most 63; rename it");
        }
    }

    private void labels() {
        metadata.path("labels").properties().forEach(label -> {
            key("metadata.labels", label.getKey());
            String value = label.getValue().asText();
            if (value.length() > MAX_LABEL || !VALUE.matches(value)) {
                invalid(
                        "metadata.labels",
                        value,
                        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.',"
                                + " and must start and end with an alphanumeric character, at most 63; use an annotation");
            }
        });
    }

    private void annotations() {
        JsonNode annotations = metadata.path("annotations");
        int size = 0;
        for (var annotation : annotations.properties()) {
            key("metadata.annotations", annotation.getKey());
            size += annotation.getKey().length()
                    + annotation.getValue().asText().length();
        }
        if (size > MAX_ANNOTATIONS) {
            add("metadata.annotations", "Too long: may not be more than " + MAX_ANNOTATIONS + " bytes; remove some");
        }
    }

    private void key(String field, String key) {
        int slash = key.lastIndexOf('/');
        String name = key.substring(slash + 1);
        if (slash >= 0 && !SUBDOMAIN.matches(key.substring(0, slash))) {
            invalid(field, key, "prefix part must be a lowercase RFC 1123 subdomain, e.g. 'example.com/" + name + "'");
        }
        if (name.length() > MAX_LABEL || !NAME_PART.matches(name)) {
            invalid(
                    field,
                    key,
                    "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an"
                            + " alphanumeric character, at most 63; rename it");
        }
    }

    private void invalid(String field, String value, String rule) {
        add(field, "Invalid value: \"" + value + "\": " + rule);
    }

    private void add(String field, String message) {
        violations.add(new Violation(field, message, false));
    }
}
