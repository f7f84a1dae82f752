package dev.hearth.gateway.catalog.manifest.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Values of scalars as they reach an API server, in JSON. */
final class Scalars {
    private static final double LARGEST_WRITTEN_WITHOUT_EXPONENT = 1e18;

    /** Far beyond what a number of JSON can be; reading digits takes the square of their number. */
    private static final int LONGEST_NUMBER = 1_000;

    private Scalars() {}

    /** Empty when the tag is one that JSON has no value for. */
    static Optional<JsonNode> value(ScalarNode node) {
        Tag tag = node.getTag();
        String text = node.getValue();
        if (tag.equals(Tag.STR) || tag.equals(Tag.MERGE)) {
            return Optional.of(TextNode.valueOf(text));
        }
        if (tag.equals(Tag.NULL)) {
            return Optional.of(NullNode.getInstance());
        }
        if (tag.equals(Tag.BOOL)) {
            return Optional.of(BooleanNode.valueOf("yto".indexOf(first(text)) >= 0 && !isOff(text)));
        }
        if (text.length() > LONGEST_NUMBER) {
            return Optional.empty();
        }
        try {
            return number(tag, text);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<JsonNode> number(Tag tag, String text) {
        if (tag.equals(Tag.INT)) {
            return Optional.of(integer(text.replace("_", "")));
        }
        return tag.equals(Tag.FLOAT) ? decimal(text) : Optional.empty();
    }

    private static char first(String text) {
        return text.isEmpty() ? ' ' : text.toLowerCase(Locale.ROOT).charAt(0);
    }

    private static boolean isOff(String text) {
        return text.equalsIgnoreCase("off");
    }

    private static JsonNode integer(String text) {
        BigInteger value = parse(text.startsWith("+") ? text.substring(1) : text);
        return value.bitLength() < Long.SIZE ? LongNode.valueOf(value.longValue()) : BigIntegerNode.valueOf(value);
    }

    private static BigInteger parse(String text) {
        boolean negative = text.startsWith("-");
        String digits = negative ? text.substring(1) : text;
        BigInteger value = unsigned(digits.toLowerCase(Locale.ROOT));
        return negative ? value.negate() : value;
    }

    private static BigInteger unsigned(String digits) {
        if (digits.startsWith("0x")) {
            return new BigInteger(digits.substring(2), 16);
        }
        if (digits.startsWith("0b")) {
            return new BigInteger(digits.substring(2), 2);
        }
        if (digits.startsWith("0o")) {
            return new BigInteger(digits.substring(2), 8);
        }
        return new BigInteger(digits, digits.startsWith("0") ? 8 : 10);
    }

    /** A whole number loses its fraction on the way through JSON, so that 128.0 is an integer. */
    private static Optional<JsonNode> decimal(String text) {
        if (text.toLowerCase(Locale.ROOT).matches(".*(inf|nan)")) {
            return Optional.empty();
        }
        double value = Double.parseDouble(text);
        boolean whole = value == Math.rint(value) && Math.abs(value) < LARGEST_WRITTEN_WITHOUT_EXPONENT;
        return Optional.of(whole ? LongNode.valueOf((long) value) : DoubleNode.valueOf(value));
    }
}
