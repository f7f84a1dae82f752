package dev.hearth.gateway.catalog.manifest.cel;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The functions that rules use: CEL's own and those of Kubernetes' string, regex and list libraries. */
final class Functions {
    private Functions() {}

    /** Number of arguments; the receiver of a method is the first. 0: there is no such function. */
    static int arguments(String name) {
        return switch (name) {
            case "size", "bytes", "string", "sum" -> 1;
            case "matches", "findAll", "startsWith", "endsWith", "join" -> 2;
            default -> 0;
        };
    }

    static Object call(String name, List<Object> arguments) {
        Object first = arguments.getFirst();
        return switch (name) {
            case "size" -> size(first);
            case "bytes" -> text(first).getBytes(StandardCharsets.UTF_8);
            case "string" -> string(first);
            case "sum" -> sum(first);
            case "matches" -> regex(arguments).find();
            case "findAll" -> findAll(regex(arguments));
            case "startsWith" -> text(first).startsWith(text(arguments.getLast()));
            case "endsWith" -> text(first).endsWith(text(arguments.getLast()));
            case "join" -> join(first, text(arguments.getLast()));
            default -> throw new CelException("undeclared reference to '" + name + "'");
        };
    }

    private static Object size(Object value) {
        return (long)
                switch (value) {
                    case String text -> text.codePointCount(0, text.length());
                    case byte[] bytes -> bytes.length;
                    case List<?> list -> list.size();
                    case Map<?, ?> map -> map.size();
                    default -> throw noOverload("size", value);
                };
    }

    private static String string(Object value) {
        return switch (value) {
            case String text -> text;
            case Long number -> number.toString();
            case Boolean bool -> bool.toString();
            default -> throw noOverload("string", value);
        };
    }

    /** RE2, as in Kubernetes: linear in time, and without Java's idea of what {@code $} is. */
    private static Matcher regex(List<Object> arguments) {
        try {
            return Pattern.compile(text(arguments.getLast())).matcher(text(arguments.getFirst()));
        } catch (PatternSyntaxException e) {
            throw new CelException("bad pattern: " + e.getMessage());
        }
    }

    private static List<Object> findAll(Matcher matcher) {
        List<Object> found = new ArrayList<>();
        while (matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }

    private static String join(Object value, String separator) {
        return String.join(
                separator, list("join", value).stream().map(Functions::text).toList());
    }

    private static Object sum(Object value) {
        Object sum = 0L;
        for (Object item : list("sum", value)) {
            sum = Operator.PLUS.apply(sum, item);
        }
        return sum;
    }

    private static List<? extends Object> list(String function, Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw noOverload(function, value);
    }

    private static String text(Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw noOverload("string function", value);
    }

    private static CelException noOverload(String function, Object value) {
        return new CelException(
                "no such overload: " + function + "(" + value.getClass().getSimpleName() + ")");
    }
}
