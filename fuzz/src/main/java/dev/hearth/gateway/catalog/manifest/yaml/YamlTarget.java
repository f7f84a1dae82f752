package dev.hearth.gateway.catalog.manifest.yaml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hearth.fuzz.Finding;
import dev.hearth.fuzz.Target;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** YAML files: problems instead of exceptions, lines that are in the file, the same answer twice, and JSON is YAML. */
public final class YamlTarget implements Target {
    private static final int MAX_AGAIN = 10;
    /** YAML has no longer names without a question mark before them. */
    private static final int MAX_NAME = 1_000;
    /** A text, for our reader. */
    private static final Pattern LONG_NUMBER = Pattern.compile("[-+.0-9eE]{100}");

    private final JsonMapper ascii =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    @Override
    public void check(byte[] input) throws JsonProcessingException {
        String text = new String(input, StandardCharsets.UTF_8);
        YamlFile file = YamlFile.parse(text);
        long lines = text.lines().count()
                + 2
                + text.chars()
                        .filter(c -> c == '\u0085' || c == '\u2028' || c == '\u2029')
                        .count();
        file.broken().ifPresent(problem -> place(problem, lines));
        Finding.unlessEqual(contents(YamlFile.parse(text)), contents(file), "is read differently the second time");
        for (YamlDocument document : file.documents()) {
            document.problems().forEach(problem -> place(problem, lines));
        }
        for (YamlDocument document : file.documents().stream().limit(MAX_AGAIN).toList()) {
            if (document.problems().isEmpty()) {
                again(document);
            }
        }
    }

    private static void place(YamlProblem problem, long lines) {
        Finding.unless(problem.line() >= 1 && problem.line() <= lines, "a problem in no line of the file: " + problem);
        Finding.unless(!problem.message().isBlank(), "a problem without words");
    }

    private static Object contents(YamlFile file) {
        return file.documents().stream()
                .map(document -> document.content().toString())
                .toList();
    }

    /** In ASCII: what YAML 1.1 takes for line ends, a JSON text may hold as they are. */
    private void again(YamlDocument document) throws JsonProcessingException {
        String json = ascii.writeValueAsString(document.content());
        if (json.length() > MAX_NAME || LONG_NUMBER.matcher(json).find()) {
            return;
        }
        YamlFile file = YamlFile.parse(json);
        Finding.unlessEqual(file.broken(), Optional.empty(), "JSON is no YAML: " + json);
        Finding.unlessEqual(
                ascii.writeValueAsString(file.documents().getFirst().content()),
                json,
                "JSON changes when it is read as YAML");
    }
}
