package dev.hearth.gateway.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {
    private static final String PATH = "/2015-03-31/functions/hello/invocations";

    /** A signature holds for each of them: whoever changes the one into the other must not change what runs. */
    @ParameterizedTest
    @ValueSource(strings = {"?Qualifier=prod", "?%51ualifier=prod", "?a&Qualifie%72=pro%64", "?a=b&Qualifier=prod&c"})
    void findsAQualifierHoweverItIsEncoded(String query) {
        assertThat(RequestTarget.of(PATH + query).qualifier()).contains("prod");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?", "?Qualifier", "?qualifier=prod", "?Qualifier2=prod", "?=prod", "?%zz=prod"})
    void findsNoneWhereNoneIs(String query) {
        assertThat(RequestTarget.of(PATH + query).qualifier()).isEmpty();
    }
}
