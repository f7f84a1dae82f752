package dev.hearth.gateway.invoke;

import dev.hearth.crds.FunctionArn;
import java.util.Optional;

/**
 * Which function a caller means: a name, a partial ARN or a full ARN, each with or without a qualifier.
 *
 * <p>Follows Lambda's pattern segment by segment, without regular expressions, since every request passes here.
 *
 * @param region region of a full ARN
 * @param accountId account of a partial or full ARN
 * @param qualifier what follows the name
 */
record FunctionReference(Optional<String> region, Optional<String> accountId, String name, Optional<String> qualifier) {
    /** Lambda's own pattern, for its own message. */
    static final String PATTERN = "(arn:(aws[a-zA-Z-]*)?:lambda:)?(" + FunctionArn.REGION + ":)?"
            + "(\\d{12}:)?(function:)?([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?";

    private static final int MAX_LENGTH = 256;
    private static final String SOVEREIGN = "eusc-";

    /** Either side of a parse: the reference, or what Lambda would say. */
    sealed interface Parsed {
        record Valid(FunctionReference reference) implements Parsed {}

        record Invalid(InvokeError error) implements Parsed {}
    }

    static Parsed parse(String text) {
        if (text.isEmpty()) {
            return invalid(text, "Member must have length greater than or equal to 1");
        }
        if (text.length() > MAX_LENGTH) {
            return invalid(text, "Member must have length less than or equal to " + MAX_LENGTH);
        }
        if (text.indexOf(':') < 0) {
            return isName(text)
                    ? valid(Optional.empty(), Optional.empty(), text, Optional.empty())
                    : invalid(text, "Member must satisfy regular expression pattern: " + PATTERN);
        }
        return segments(text, text.split(":", -1));
    }

    private static Parsed segments(String text, String[] segment) {
        int at = isArn(segment) ? 3 : 0;
        Optional<String> region = Optional.empty();
        Optional<String> account = Optional.empty();
        if (isRegion(segment[at]) && nameFollows(segment, at)) {
            region = Optional.of(segment[at++]);
        }
        if (isAccount(segment[at]) && nameFollows(segment, at)) {
            account = Optional.of(segment[at++]);
        }
        if (segment[at].equals("function") && nameFollows(segment, at)) {
            at++;
        }
        int left = segment.length - at;
        if (left > 2 || !isName(segment[at]) || (left == 2 && !isQualifier(segment[at + 1]))) {
            return invalid(text, "Member must satisfy regular expression pattern: " + PATTERN);
        }
        return valid(region, account, segment[at], left == 2 ? Optional.of(segment[at + 1]) : Optional.empty());
    }

    private static boolean isArn(String[] segment) {
        return segment.length > 3 && segment[0].equals("arn") && isPartition(segment[1]) && segment[2].equals("lambda");
    }

    private static boolean isPartition(String text) {
        return text.isEmpty() || (text.startsWith("aws") && text.chars().allMatch(c -> isLetter(c) || c == '-'));
    }

    private static boolean nameFollows(String[] segment, int at) {
        return at + 1 < segment.length && isName(segment[at + 1]);
    }

    /** Perhaps {@code eusc}, two letters, perhaps {@code gov} or {@code iso?}, a word, one digit: {@link FunctionArn#REGION}. */
    private static boolean isRegion(String text) {
        String[] part = (text.startsWith(SOVEREIGN) ? text.substring(SOVEREIGN.length()) : text).split("-", -1);
        int last = part.length - 1;
        return (last == 2 || (last == 3 && (part[1].equals("gov") || isIso(part[1]))))
                && part[0].length() == 2
                && isLowerCase(part[0])
                && !part[last - 1].isEmpty()
                && isLowerCase(part[last - 1])
                && part[last].length() == 1
                && isDigit(part[last].charAt(0));
    }

    private static boolean isIso(String text) {
        return text.startsWith("iso") && text.length() <= 4 && isLowerCase(text);
    }

    private static boolean isLowerCase(String text) {
        return text.chars().allMatch(c -> c >= 'a' && c <= 'z');
    }

    private static boolean isAccount(String text) {
        return text.length() == 12 && text.chars().allMatch(FunctionReference::isDigit);
    }

    private static boolean isName(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isWord(text.charAt(i)) && text.charAt(i) != '.') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isQualifier(String text) {
        return text.equals("$LATEST")
                || text.equals("$LATEST.PUBLISHED")
                || (!text.isEmpty() && text.chars().allMatch(FunctionReference::isWord));
    }

    static boolean isWord(int c) {
        return isLetter(c) || isDigit(c) || c == '-' || c == '_';
    }

    private static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static Parsed valid(
            Optional<String> region, Optional<String> account, String name, Optional<String> qualifier) {
        return new Parsed.Valid(new FunctionReference(region, account, name, qualifier));
    }

    private static Parsed invalid(String text, String constraint) {
        return new Parsed.Invalid(new InvokeError.Constraint("functionName", text, constraint));
    }
}
