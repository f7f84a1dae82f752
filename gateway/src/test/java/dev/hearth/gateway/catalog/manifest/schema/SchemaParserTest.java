package dev.hearth.gateway.catalog.manifest.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.gateway.catalog.manifest.yaml.YamlFile;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaParserTest {
    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    {type: string, enum: [a, b]}                  ; c        ; Unsupported value: "c": supported values: "a", "b"
                    {type: string, pattern: "^[a-z]$"}              ; 'AB'     ; Invalid value: "AB": should match '^[a-z]$'
                    {type: string, minLength: 2}                  ; a        ; should be at least 2 chars long
                    {type: string, maxLength: 1}                  ; aé       ; may not be more than 1 bytes
                    {type: array, maxItems: 1, items: {type: string}} ; [a, b] ; Too many: 2: must have at most 1 item
                    {type: array, items: {type: integer}}         ; [1, x]   ; Invalid value: "x": must be of type integer
                    {type: number, minimum: 0, maximum: 1}        ; 1.5      ; should be less than or equal to 1
                    {type: integer, minimum: 1, maximum: 2}       ; 0        ; use 1 to 2
                    """)
    void limitsAreSaidInTheApiServersWords(String schema, String value, String message) {
        List<Violation> violations = Shape.broken(SchemaParser.parse(yaml(schema)), yaml(value), _ -> Optional.empty());

        assertThat(violations)
                .singleElement()
                .satisfies(violation -> assertThat(violation.message()).contains(message));
    }

    @Test
    void refusesAKeywordThatNobodyWouldCheck() {
        JsonNode schema = yaml("{type: object, properties: {a: {type: string, format: date}}}");

        assertThatThrownBy(() -> SchemaParser.parse(schema)).hasMessageContaining("format");
    }

    @Test
    void fillsInNestedDefaultsAndRemovesNulls() {
        Schema schema = SchemaParser.parse(yaml("""
                type: object
                properties:
                  a: {type: object, default: {}, properties: {b: {type: integer, default: 3}, c: {type: string}}}
                  d: {type: array, items: {type: object, properties: {e: {type: boolean, default: true}}}}
                """));
        JsonNode value = yaml("{a: {b: null, c: null}, d: [{}, {e: false}]}");

        Defaults.apply(schema, value);

        assertThat(value).isEqualTo(yaml("{a: {b: 3}, d: [{e: true}, {e: false}]}"));
    }

    private static JsonNode yaml(String text) {
        return YamlFile.parse(text).documents().getFirst().content();
    }
}
