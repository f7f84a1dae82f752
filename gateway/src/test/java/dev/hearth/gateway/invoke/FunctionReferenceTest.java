package dev.hearth.gateway.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionReferenceTest {
    @ParameterizedTest
    @CsvSource({
        "hello, , , hello, ",
        "hello:$LATEST, , , hello, $LATEST",
        "hello:1, , , hello, 1",
        "hello:live, , , hello, live",
        "a.b_c-1, , , a.b_c-1, ",
        "function, , , function, ",
        "function:hello, , , hello, ",
        "function:$LATEST, , , function, $LATEST",
        "123456789012:function:hello, , 123456789012, hello, ",
        "123456789012:function:hello:live, , 123456789012, hello, live",
        "123456789012:hello, , 123456789012, hello, ",
        "123456789012, , , 123456789012, ",
        "eu-west-1:123456789012:function:hello, eu-west-1, 123456789012, hello, ",
        "us-gov-west-1:123456789012:function:hello, us-gov-west-1, 123456789012, hello, ",
        "arn:aws:lambda:us-east-1:123456789012:function:hello, us-east-1, 123456789012, hello, ",
        "arn:aws:lambda:us-east-1:123456789012:function:hello:$LATEST, us-east-1, 123456789012, hello, $LATEST",
        "arn:aws-cn:lambda:cn-north-1:123456789012:function:hello:7, cn-north-1, 123456789012, hello, 7",
        "arn:aws-eusc:lambda:eusc-de-east-1:123456789012:function:hello, eusc-de-east-1, 123456789012, hello, ",
        "eusc-de-east-1:123456789012:function:hello:live, eusc-de-east-1, 123456789012, hello, live",
        "arn:aws-us-gov:lambda:us-gov-east-1:123456789012:function:hello, us-gov-east-1, 123456789012, hello, ",
        "arn:aws-iso-b:lambda:us-isob-east-1:123456789012:function:hello, us-isob-east-1, 123456789012, hello, ",
        "arn:aws-iso-e:lambda:eu-isoe-west-1:123456789012:function:hello, eu-isoe-west-1, 123456789012, hello, ",
        "arn:aws:lambda:us-iso-east-1:123456789012:function:hello, us-iso-east-1, 123456789012, hello, ",
    })
    void takesEveryFormThatLambdaTakes(String text, String region, String account, String name, String qualifier) {
        assertThat(FunctionReference.parse(text))
                .isEqualTo(new FunctionReference.Parsed.Valid(new FunctionReference(
                        Optional.ofNullable(region),
                        Optional.ofNullable(account),
                        name,
                        Optional.ofNullable(qualifier))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "he llo",
                "hello!",
                "hello:",
                ":hello",
                "hello:a:b",
                "hello:$LATES",
                "arn:aws:lambda",
                "arn:aws:s3:us-east-1:123456789012:function:hello",
                "arn:gcp:lambda:us-east-1:123456789012:function:hello",
                "arn:aws:lambda:us-east-1:123456789012:function:",
                "arn:aws:lambda:us-east-1:123456789012:function:hello:",
                "arn:aws:lambda:us-east-1:123456789012:function:hello:a:b",
                "12345678901:function:hello",
                "../hello",
                "höllo",
                "hello%"
            })
    void quotesLambdasPatternForWhatIsNone(String text) {
        assertThat(FunctionReference.parse(text))
                .isEqualTo(new FunctionReference.Parsed.Invalid(new InvokeError.Constraint(
                        "functionName",
                        text,
                        "Member must satisfy regular expression pattern: " + FunctionReference.PATTERN)));
    }

    @Test
    void limitsTheLength() {
        assertThat(constraint("")).isEqualTo("Member must have length greater than or equal to 1");
        assertThat(constraint("a".repeat(257))).isEqualTo("Member must have length less than or equal to 256");
        assertThat(FunctionReference.parse("a".repeat(256))).isInstanceOf(FunctionReference.Parsed.Valid.class);
    }

    @Test
    void agreesWithLambdasPatternOnRandomTexts() {
        long seed = System.nanoTime();
        System.out.println("FunctionReferenceTest seed " + seed);
        Random random = new Random(seed);
        String[] parts = {
            "arn",
            ":",
            ":",
            ":",
            "aws",
            "lambda",
            "us-east-1",
            "eusc-de-east-1",
            "eusc-",
            "us-isob-east-1",
            "123456789012",
            "function",
            "hello",
            "$LATEST",
            "7",
            "-",
            ""
        };
        Pattern pattern = Pattern.compile(FunctionReference.PATTERN);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = 1 + random.nextInt(13); n > 0; n--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            if (!text.isEmpty()) {
                assertThat(FunctionReference.parse(text.toString()) instanceof FunctionReference.Parsed.Valid)
                        .as("seed %d: %s", seed, text)
                        .isEqualTo(pattern.matcher(text).matches());
            }
        }
    }

    private static String constraint(String text) {
        return FunctionReference.parse(text)
                        instanceof
                        FunctionReference.Parsed.Invalid(
                                InvokeError.Constraint(String parameter, String value, String constraint))
                ? constraint
                : "none";
    }
}
