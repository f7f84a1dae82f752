package dev.hearth.gateway.invoke;

import dev.hearth.crds.FunctionArn;
import dev.hearth.fuzz.Finding;
import dev.hearth.fuzz.Target;
import dev.hearth.gateway.invoke.FunctionReference.Parsed;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names and ARNs of functions, beside Lambda's own pattern: both take the same texts, and take them apart the same way. */
public final class FunctionReferenceTarget implements Target {
    private static final Pattern LAMBDA = Pattern.compile(FunctionReference.PATTERN);
    private static final int MAX_LENGTH = 256;
    private static final int REGION = 3;
    private static final int ACCOUNT =
            REGION + 1 + Pattern.compile(FunctionArn.REGION).matcher("").groupCount();
    private static final int NAME = ACCOUNT + 2;
    private static final int QUALIFIER = NAME + 1;

    @Override
    public void check(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        Matcher lambda = LAMBDA.matcher(text);
        boolean expected = text.length() <= MAX_LENGTH && lambda.matches();
        switch (FunctionReference.parse(text)) {
            case Parsed.Invalid invalid -> Finding.unless(!expected, "refuses what Lambda's pattern takes: " + text);
            case Parsed.Valid(FunctionReference reference) -> {
                Finding.unless(expected, "takes what Lambda's pattern refuses: " + text);
                same(reference, lambda);
                again(reference);
            }
        }
    }

    private static void again(FunctionReference reference) {
        String printed = print(reference);
        if (printed.length() <= MAX_LENGTH) {
            Finding.unlessEqual(
                    FunctionReference.parse(printed), new Parsed.Valid(reference), "parse(print(x)) is not x");
        }
    }

    private static void same(FunctionReference reference, Matcher lambda) {
        Finding.unlessEqual(reference.region().orElse(""), part(lambda, REGION).replace(":", ""), "region");
        Finding.unlessEqual(
                reference.accountId().orElse(""), part(lambda, ACCOUNT).replace(":", ""), "account");
        Finding.unlessEqual(reference.name(), part(lambda, NAME), "name");
        Finding.unlessEqual(
                reference.qualifier().orElse(""), part(lambda, QUALIFIER).replaceFirst("^:", ""), "qualifier");
    }

    private static String part(Matcher matcher, int group) {
        String text = matcher.group(group);
        return text == null ? "" : text;
    }

    private static String print(FunctionReference reference) {
        return reference.region().map(region -> region + ":").orElse("")
                + reference.accountId().map(account -> account + ":").orElse("")
                + "function:" + reference.name()
                + reference.qualifier().map(":"::concat).orElse("");
    }
}
