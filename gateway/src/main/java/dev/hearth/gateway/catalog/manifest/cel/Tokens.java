package dev.hearth.gateway.catalog.manifest.cel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of an expression, read from left to right. */
final class Tokens {
    private static final Pattern TOKEN = Pattern.compile("""
            \\s*(?:(?<text>'(?:[^'\\\\]|\\\\.)*+'|"(?:[^"\\\\]|\\\\.)*+")\
            |(?<number>[0-9]+(?:\\.[0-9]+)?)\
            |(?<name>[A-Za-z_][A-Za-z0-9_]*)\
            |(?<sign>\\|\\||&&|==|!=|<=|>=|[-+<>!?:.,()\\[\\]]))""");

    /** Evaluation goes as deep as an expression is long; the longest rule has fewer than 200. */
    private static final int MAX_TOKENS = 1_000;

    enum Kind {
        TEXT,
        NUMBER,
        NAME,
        SIGN,
        END
    }

    record Token(Kind kind, String text) {}

    private final List<Token> tokens = new ArrayList<>();
    private int next;

    /** @throws CelException something in it is no token */
    Tokens(String expression) {
        Matcher matcher = TOKEN.matcher(expression);
        int at = 0;
        String all = expression.stripTrailing();
        while (at < all.length()) {
            if (!matcher.region(at, expression.length()).lookingAt()) {
                throw new CelException("syntax error at '" + all.substring(at) + "' in " + expression);
            }
            if (tokens.size() == MAX_TOKENS) {
                throw new CelException("has more than " + MAX_TOKENS + " words and signs; split it");
            }
            tokens.add(token(matcher));
            at = matcher.end();
        }
        tokens.add(new Token(Kind.END, ""));
    }

    private static Token token(Matcher matcher) {
        for (Kind kind : List.of(Kind.TEXT, Kind.NUMBER, Kind.NAME, Kind.SIGN)) {
            String text = matcher.group(kind.name().toLowerCase(Locale.ROOT));
            if (text != null) {
                return new Token(kind, text);
            }
        }
        throw new CelException("no token");
    }

    Token peek() {
        return tokens.get(next);
    }

    Token take() {
        Token token = tokens.get(next);
        next = Math.min(next + 1, tokens.size() - 1);
        return token;
    }

    /** Takes this sign, or the word {@code in}, if it is next. */
    boolean takeIf(String text) {
        boolean there = peek().kind() != Kind.TEXT && peek().text().equals(text);
        if (there) {
            take();
        }
        return there;
    }

    void expect(String text) {
        if (!takeIf(text)) {
            throw new CelException("expected " + text + " but there is '" + peek().text() + "'");
        }
    }

    String name() {
        if (peek().kind() != Kind.NAME) {
            throw new CelException("expected a name but there is '" + peek().text() + "'");
        }
        return take().text();
    }
}
