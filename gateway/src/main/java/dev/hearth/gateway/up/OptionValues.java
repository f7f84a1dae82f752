package dev.hearth.gateway.up;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads option values; what it refuses it says with the fix. */
final class OptionValues {
    private OptionValues() {}

    /** 0 to 65535. */
    static final class Port implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            return number(value, 0, 65_535, "a port is a number from 0 to 65535, e.g. 9000 (0 takes a free one)");
        }
    }

    /** At least 1. */
    static final class Concurrency implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            return number(value, 1, 1_000_000, "give a number from 1 to 1000000, e.g. 1000");
        }
    }

    /** {@code text} or {@code json}. */
    static final class LogFormat implements ITypeConverter<String> {
        @Override
        public String convert(String value) {
            return switch (value) {
                case "text", "json" -> value;
                default -> throw wrong(value, "give text or json");
            };
        }
    }

    /** A number with a unit: {@code 500ms}, {@code 90s}, {@code 10m}, {@code 1h}. */
    static final class Span implements ITypeConverter<Duration> {
        private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

        @Override
        public Duration convert(String value) {
            Matcher matcher = FORM.matcher(value);
            if (!matcher.matches()) {
                throw wrong(value, "give a number with ms, s, m or h, e.g. 90s or 10m");
            }
            long amount = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                default -> Duration.ofHours(amount);
            };
        }
    }

    /** Bytes with a unit: {@code 512Mi}, {@code 10Gi}. */
    static final class Size implements ITypeConverter<Long> {
        private static final Pattern FORM = Pattern.compile("(\\d{1,9})(Mi|Gi)");
        private static final long LEAST = 256L << 20;

        @Override
        public Long convert(String value) {
            Matcher matcher = FORM.matcher(value);
            if (matcher.matches()) {
                long bytes =
                        Long.parseLong(matcher.group(1)) << (matcher.group(2).equals("Mi") ? 20 : 30);
                if (bytes >= LEAST) {
                    return bytes;
                }
            }
            throw wrong(value, "give a number with Mi or Gi, 256Mi or more, e.g. 2Gi");
        }
    }

    private static int number(String value, int min, int max, String fix) {
        try {
            int number = Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw wrong(value, fix);
        }
        throw wrong(value, fix);
    }

    private static TypeConversionException wrong(String value, String fix) {
        return new TypeConversionException("'" + value + "': " + fix);
    }
}
