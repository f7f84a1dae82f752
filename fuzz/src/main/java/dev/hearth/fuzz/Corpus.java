package dev.hearth.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Inputs as text files, one folder for each target. {@code .hex} is hexadecimal, white space aside; {@code .esc} has
 * Java's escapes and no line ends of its own; of {@code .rep}, each line is a number and a text with escapes that is repeated as often;
 * every other file is its own bytes.
 */
public record Corpus(Path folder) {
    /** Inputs of a target by the names of their files. */
    public SortedMap<String, byte[]> of(String target) throws IOException {
        SortedMap<String, byte[]> inputs = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder.resolve(target))) {
            for (Path file : files.toList()) {
                inputs.put(file.getFileName().toString(), read(file));
            }
        }
        return inputs;
    }

    /** The bytes that a file stands for. */
    public static byte[] read(Path file) throws IOException {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "hex" -> HexFormat.of().parseHex(Files.readString(file).replaceAll("\\s", ""));
            case "esc" -> bytes(String.join("", Files.readAllLines(file)));
            case "rep" -> repeated(Files.readAllLines(file));
            default -> Files.readAllBytes(file);
        };
    }

    private static byte[] repeated(List<String> lines) {
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            int space = line.indexOf(' ');
            text.append(line.substring(space + 1).repeat(Integer.parseInt(line.substring(0, space))));
        }
        return bytes(text.toString());
    }

    /** Escapes up to {@code \377} are bytes; what is beyond Latin-1 becomes UTF-8 in a file without escapes only. */
    private static byte[] bytes(String escaped) {
        return escaped.translateEscapes().getBytes(StandardCharsets.ISO_8859_1);
    }
}
