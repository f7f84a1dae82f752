package dev.hearth.gateway.up;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventsCommandTest {
    /** A title, a colour, a line above, a right-to-left text, and the same by the one-byte codes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\u001b]0;title\u0007 b",
                "a\u001b[31m b",
                "a\u001b[1A\u001b[2K b",
                "a\u202e b",
                "a\u009b2J b",
                "a\r\n\t b"
            })
    void whatATerminalWouldObeyIsNotShown(String error) {
        assertThat(EventsCommand.shown(error)).startsWith("a ").endsWith(" b").matches("[ -~]*");
    }

    @Test
    void wordsOfAnyLanguageAreShown() {
        assertThat(EventsCommand.shown("Gr\u00f6\u00dfe \u4e2d\u6587")).isEqualTo("Gr\u00f6\u00dfe \u4e2d\u6587");
    }
}
