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
import java.util.Locale;
import java.util.regex.Pattern;

/** A YAML or JSON file as text, if it can hold one of our resources: most such files are not ours and are not parsed at all. */
sealed interface ManifestText {
    /** Larger than any sensible file of manifests, small enough to be held in memory several times. */
    int MAX_BYTES = 8 * 1024 * 1024;

    /** An escaped slash behind an even number of backslashes. */
    Pattern JSON_ESCAPE = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\\\/");

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
            if (!mentionsUs(bytes)) {
                return new NotOurs();
            }
            return bytes.length > MAX_BYTES
                    ? new Unreadable("is larger than " + MAX_BYTES + " bytes; split it")
                    : new Content(asYaml(file, decode(bytes)));
        } catch (NoSuchFileException e) {
            return new NotOurs();
        } catch (CharacterCodingException e) {
            return new Unreadable("is neither UTF-8 nor UTF-16 with a byte order mark; save it as UTF-8");
        } catch (IOException e) {
            return new Unreadable("cannot be read: " + e);
        }
    }

    /** In an encoding of one byte for an ASCII letter, or of two or four. */
    private static boolean mentionsUs(byte[] bytes) {
        String marked = new String(bytes, StandardCharsets.ISO_8859_1);
        return marked.contains(ApiGroup.NAME)
                || (marked.indexOf('\0') >= 0 && marked.replace("\0", "").contains(ApiGroup.NAME));
    }

    /** JSON as YAML 1.1 takes it: spaces for tabs, which strings of JSON do not hold, and no escaped slashes. */
    private static String asYaml(Path file, String text) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".json")
                ? JSON_ESCAPE.matcher(text.replace('\t', ' ')).replaceAll("$1/")
                : text;
    }

    private static boolean isWide(byte[] bytes) {
        int mark = bytes.length < 2 ? 0 : ((bytes[0] & 0xFF) << 8) | (bytes[1] & 0xFF);
        return mark == 0xFEFF || mark == 0xFFFE;
    }

    /** UTF-8 unless a byte order mark says UTF-16, as PowerShell's {@code >} writes it; with NULs it is neither. */
    private static String decode(byte[] bytes) throws CharacterCodingException {
        String text = (isWide(bytes) ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8)
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
        if (text.indexOf('\0') >= 0) {
            throw new CharacterCodingException();
        }
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
