package dev.hearth.gateway.catalog.manifest.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.crds.ApiGroup;
import dev.hearth.gateway.catalog.manifest.yaml.YamlFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A CustomResourceDefinition as it is committed, and so as a cluster has it. */
public final class ResourceDefinition {
    private final Schema schema;

    private ResourceDefinition(Schema schema) {
        this.schema = schema;
    }

    /**
     * Reads the definition from the class path.
     *
     * @param plural such as {@code functions}
     */
    public static ResourceDefinition of(String plural) {
        JsonNode definition = yaml("/META-INF/fabric8/" + plural + "." + ApiGroup.NAME + "-v1.yml");
        ObjectNode root = (ObjectNode) definition.at("/spec/versions/0/schema/openAPIV3Schema");
        ObjectNode properties = (ObjectNode) root.get("properties");
        properties.remove("status");
        properties.setAll((ObjectNode) yaml("object.yaml"));
        return new ResourceDefinition(SchemaParser.parse(root));
    }

    private static JsonNode yaml(String resource) {
        try (InputStream in = ResourceDefinition.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return YamlFile.parse(text).documents().getFirst().content();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Judges a new resource as an API server does, and fills in its defaults. Its status is dropped.
     *
     * @param resource is changed
     * @return what is wrong, in no order
     */
    public List<Violation> admit(ObjectNode resource) {
        return admit(resource, _ -> Optional.empty());
    }

    /**
     * Judges a new resource that was read from a file.
     *
     * @param resource is changed
     * @param written the text of a number, boolean or null as the file has it, by path: a hint shall not change it
     * @return what is wrong, in no order
     */
    public List<Violation> admit(ObjectNode resource, Function<String, Optional<String>> written) {
        resource.remove("status");
        Defaults.apply(schema, resource);
        List<Violation> violations = new ArrayList<>(Shape.broken(schema, resource, written));
        violations.addAll(Metadata.broken(resource));
        if (violations.stream().noneMatch(Violation::blocking)) {
            violations.addAll(Rules.broken(schema, resource));
        }
        return violations;
    }
}
