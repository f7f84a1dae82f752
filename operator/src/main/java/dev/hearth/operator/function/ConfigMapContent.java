package dev.hearth.operator.function;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A ConfigMap's content, read from the API server's answer as it comes: it holds as many keys as its author could fit into a
 * megabyte, and only the one that is looked for is taken into memory.
 */
final class ConfigMapContent {
    /** Without a table of names, which the document's author would fill. */
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private static final String PACKAGES = "binaryData";

    private final String json;

    /** @param json the ConfigMap */
    ConfigMapContent(String json) {
        this.json = json;
    }

    /** Asks the API server; empty: there is no such ConfigMap. */
    static Optional<ConfigMapContent> read(KubernetesClient client, String namespace, String name) {
        return Optional.ofNullable(client.raw("/api/v1/namespaces/" + namespace + "/configmaps/" + name))
                .map(ConfigMapContent::new);
    }

    /** Takes a value, or leaves it. */
    private interface Visitor {
        /** @return whether to go on */
        boolean visit(String key, JsonParser value) throws IOException;
    }

    /**
     * SHA-256 of a package, lower-case hex; empty: there is none, or it is not clear which.
     *
     * @param key empty: the only one
     */
    Optional<String> digest(Optional<String> key) {
        String[] digest = new String[1];
        int[] keys = new int[1];
        visit((name, value) -> {
            keys[0]++;
            boolean isIt = key.isEmpty() || key.get().equals(name);
            if (isIt) {
                digest[0] = sha256(value.getBinaryValue());
            }
            return key.isPresent() ? !isIt : keys[0] < 2;
        });
        return key.isEmpty() && keys[0] > 1 ? Optional.empty() : Optional.ofNullable(digest[0]);
    }

    /** Base64 of the package of a digest; empty: there is none. */
    Optional<String> withDigest(String sha256) {
        String[] found = new String[1];
        visit((_, value) -> {
            String base64 = value.getText();
            if (sha256(Base64.getDecoder().decode(base64)).equals(sha256)) {
                found[0] = base64;
            }
            return found[0] == null;
        });
        return Optional.ofNullable(found[0]);
    }

    /** A text below a field of the ConfigMap, such as a value of {@code data}; empty: it has none of that name. */
    Optional<String> text(String field, String name) {
        String[] found = new String[1];
        visit(field, (key, value) -> {
            boolean isIt = key.equals(name) && value.currentToken() == JsonToken.VALUE_STRING;
            found[0] = isIt ? value.getText() : found[0];
            value.skipChildren();
            return !isIt;
        });
        return Optional.ofNullable(found[0]);
    }

    private void visit(Visitor visitor) {
        visit(PACKAGES, visitor);
    }

    private void visit(String field, Visitor visitor) {
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isIt = parser.currentName().equals(field);
                JsonToken value = parser.nextToken();
                if (isIt && value == JsonToken.START_OBJECT) {
                    visitAll(parser, visitor);
                    return;
                }
                parser.skipChildren();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the API server's answer is no ConfigMap", e);
        }
    }

    private static void visitAll(JsonParser parser, Visitor visitor) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            parser.nextToken();
            if (!visitor.visit(key, parser)) {
                return;
            }
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
