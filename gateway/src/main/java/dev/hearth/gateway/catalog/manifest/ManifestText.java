package dev.hearth.gateway.catalog.manifest;

import dev.hearth.crds.ApiGroup;
import dev.hearth.gateway.catalog.manifest.yaml.YamlProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** A YAML file as text, if it can hold one of our resources: most YAML files are not ours and are not parsed at all. */
sealed interface ManifestText {
    /** Larger than any sensible file of manifests, small enough to be held in memory several times. */
    int MAX_BYTES = 8 * 1024 * 1024;

    /** Nothing for us, or gone meanwhile. */
    record NotOurs() implements ManifestText {}

    record Unreadable(String message) implements ManifestText {}

    record Content(String text) implements ManifestText {
        private static final Pattern API_VERSION =
                Pattern.compile("apiVersion[\"']?\\s*:\\s*[\"']?" + Pattern.quote(ApiGroup.NAME));

        /** Whether a document of ours is in it, as far as one can tell without parsing. */
        boolean declaresOurs() {
            return API_VERSION.matcher(text).find();
        }

        YamlProblem explain(YamlProblem problem) {
            return text.contains("{{")
                    ? new YamlProblem(
                            problem.line(),
                            problem.field(),
                            problem.message() + "; it looks like a template, which must be rendered first")
                    : problem;
        }
    }

    static ManifestText read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            String marked = new String(bytes, StandardCharsets.ISO_8859_1);
            if (!marked.contains(ApiGroup.NAME)) {
                return new NotOurs();
            }
            return bytes.length > MAX_BYTES
                    ? new Unreadable("is larger than " + MAX_BYTES + " bytes; split it")
                    : new Content(decode(bytes));
        } catch (NoSuchFileException e) {
            return new NotOurs();
        } catch (CharacterCodingException e) {
            return new Unreadable("is not UTF-8; save it as UTF-8");
        } catch (IOException e) {
            return new Unreadable("cannot be read: " + e);
        }
    }

    private static String decode(byte[] bytes) throws CharacterCodingException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
