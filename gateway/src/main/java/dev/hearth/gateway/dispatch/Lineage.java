package dev.hearth.gateway.dispatch;

import dev.hearth.gateway.catalog.FunctionId;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Which functions an invocation has come by, in its trace header: {@code Lineage=<function>:<times>|<function>:<times>}. AWS's SDKs
 * send the header that their function was given along with whatever they ask for, so that a loop is noticed: <a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html">recursive loop detection</a>.
 */
public final class Lineage {
    /** How often a function may have been passed; Lambda: about 16. */
    private static final int MOST = 16;
    /** A header that grows for ever is no use to anybody: what is passed first is forgotten first. */
    private static final int LONGEST = 512;

    private static final String KEY = "Lineage=";

    private Lineage() {}

    /** Whether a function was passed too often. */
    public static boolean isLoop(String traceHeader, FunctionId function) {
        return traceHeader.contains(KEY) && times(entries(traceHeader), name(function)) >= MOST;
    }

    /** The header of what the function asks for: it was passed once more. */
    public static String passing(String traceHeader, FunctionId function) {
        String name = name(function);
        String entries = entries(traceHeader);
        int times = times(entries, name);
        String others = without(entries, name);
        String all = (others.isEmpty() ? "" : others + "|") + name + ":" + (times + 1);
        String kept = all.length() <= LONGEST ? all : all.substring(all.indexOf('|', all.length() - LONGEST) + 1);
        String head = head(traceHeader);
        return (head.isEmpty() ? "" : head + ";") + KEY + kept;
    }

    private static String name(FunctionId function) {
        CRC32C sum = new CRC32C();
        sum.update((function.accountId() + "/" + function.name()).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) sum.getValue());
    }

    /** Entries of all lineages; may be empty. A header of several is read as if it had one that says all of it. */
    private static String entries(String traceHeader) {
        return fields(traceHeader)
                .filter(Lineage::isLineage)
                .map(field -> field.strip().substring(KEY.length()))
                .collect(Collectors.joining("|"));
    }

    /** The header without its lineages. */
    private static String head(String traceHeader) {
        return fields(traceHeader).filter(field -> !isLineage(field)).collect(Collectors.joining(";"));
    }

    private static Stream<String> fields(String traceHeader) {
        return Stream.of(traceHeader.split(";")).filter(field -> !field.isEmpty());
    }

    private static boolean isLineage(String field) {
        return field.strip().startsWith(KEY);
    }

    private static int times(String entries, String name) {
        return Stream.of(entries.split("\\|"))
                .filter(entry -> entry.startsWith(name + ":"))
                .map(entry -> entry.substring(name.length() + 1))
                .filter(times -> times.matches("\\d{1,4}"))
                .mapToInt(Integer::parseInt)
                .sum();
    }

    private static String without(String entries, String name) {
        StringBuilder others = new StringBuilder();
        for (String entry : entries.split("\\|")) {
            if (!entry.isEmpty() && !entry.startsWith(name + ":")) {
                others.append(others.isEmpty() ? "" : "|").append(entry);
            }
        }
        return others.toString();
    }
}
