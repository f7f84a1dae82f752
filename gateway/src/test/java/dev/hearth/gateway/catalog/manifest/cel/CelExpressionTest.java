package dev.hearth.gateway.catalog.manifest.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CelExpressionTest {
    private static final Map<String, Object> VARIABLES = Map.of(
            "self",
            Map.of("name", "orders", "count", 3L, "share", 0.5, "on", true, "list", List.of("a", "b"), "empty", ""));

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
                    self.name == 'orders' ; true
                    self.name != "orders" ; false
                    self.count >= 3 && self.count < 4 ; true
                    self.count == 3.0 ; true
                    self.share <= 0.5 ; true
                    1 + 2 + 3 == 6 ; true
                    5 - 2 - 1 == 2 ; true
                    'a' + 'b' == 'ab' ; true
                    'é' == 'é' && size('é') == 1 && size(bytes('é')) == 2 ; true
                    !self.on || self.on ; true
                    self.on && false || true ; true
                    self.on ? self.count == 3 : false ; true
                    has(self.name) && !has(self.nothing) ; true
                    'a' in self.list && !('c' in self.list) ; true
                    'name' in self ; true
                    self.list.all(x, size(x) == 1) ; true
                    self.list.exists(x, x == 'b') ; true
                    self.list.exists_one(x, x == 'b') ; true
                    self.list.filter(x, x != 'a')[0] == 'b' ; true
                    self.list.map(x, size(x)).sum() == 2 ; true
                    self.list.join('-') == 'a-b' ; true
                    [1, 2].exists(x, x == 2) ; true
                    'a"b\\\\'.findAll('["\\\\\\\\]').size() == 2 ; true
                    'orders\\n'.matches('^orders$') ; false
                    'my orders'.matches('ord') ; true
                    'x'.startsWith('x') && 'y'.endsWith('y') ; true
                    string(self.count) == '3' ; true
                    self.nothing == 1 || true ; true
                    !(self.nothing == 1 && false) ; true
                    self.list.exists(x, x == 'a' || self.nothing == 1) ; true
                    """)
    void evaluatesAsCelDoes(String expression, boolean value) {
        assertThat(CelExpression.of(expression).evaluate(VARIABLES)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "self.nothing == 1",
                "self.nothing == 1 || false",
                "self.name && true",
                "self.name < 3",
                "self.count + 'x' == ''",
                "self.list[2] == ''",
                "self.list.all(x, self.nothing == x)",
                "9223372036854775807 + 1 > 0",
                "size(self.count) == 1",
                "self.name.matches('(')",
                "other == 1"
            })
    void hasNoValueWhereCelHasNone(String expression) {
        CelExpression parsed = CelExpression.of(expression);

        assertThatThrownBy(() -> parsed.evaluate(VARIABLES)).isInstanceOf(CelException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "self.",
                "self ==",
                "(self",
                "self)",
                "[1, 2",
                "'open",
                "self # comment",
                "has(self)",
                "a ? b",
                "self.format('x')",
                "url('x')",
                "self.all(x)",
                "self.map(1, x)",
                "'\\q'",
                "1 2",
                "99999999999999999999 > 0",
                "size()"
            })
    void refusesWhatItCannotParseOrDoesNotKnow(String expression) {
        assertThatThrownBy(() -> CelExpression.of(expression)).isInstanceOf(CelException.class);
    }

    /** Each would end the thread that asks, which is the one that reads all manifests. */
    @ParameterizedTest
    @ValueSource(strings = {"(", "!", "[", "1 + ", "1 ? 1 : ", "'a' + "})
    void refusesWhatIsTooDeepOrTooLong(String repeated) {
        assertThatThrownBy(() -> CelExpression.of(repeated.repeat(20_000) + "1"))
                .isInstanceOf(CelException.class);
    }

    @Test
    void readsALongText() {
        String text = "a".repeat(100_000);

        assertThat(CelExpression.of("'" + text + "'").evaluate(VARIABLES)).isEqualTo(text);
    }
}
