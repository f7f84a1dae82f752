package dev.hearth.benchmarks.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A titled table whose cells are texts and numbers; numbers stay numbers in JSON and are rounded in Markdown. */
public final class Table {
    private final String title;
    private final List<String> columns;
    private final List<List<Object>> rows = new ArrayList<>();

    public Table(String title, String... columns) {
        this.title = title;
        this.columns = List.of(columns);
    }

    /** Adds a row with one cell per column. */
    public Table row(Object... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(
                    title + ": " + cells.length + " cells for " + columns.size() + " columns");
        }
        rows.add(List.of(cells));
        return this;
    }

    public String title() {
        return title;
    }

    public List<String> columns() {
        return columns;
    }

    public List<List<Object>> rows() {
        return Collections.unmodifiableList(rows);
    }

    public String markdown() {
        String separator = columns.stream().map(column -> "---").collect(Collectors.joining("|", "|", "|"));
        return "### " + title + "\n\n" + line(columns) + "\n" + separator + "\n"
                + rows.stream().map(Table::line).collect(Collectors.joining("\n")) + "\n";
    }

    private static String line(List<?> cells) {
        return cells.stream().map(Table::text).collect(Collectors.joining(" | ", "| ", " |"));
    }

    /** Three significant digits below 100, whole numbers with separators above. */
    static String text(Object cell) {
        return switch (cell) {
            case Double number when Math.abs(number) < 1 -> String.format(Locale.ROOT, "%.3f", number);
            case Double number when Math.abs(number) < 10 -> String.format(Locale.ROOT, "%.2f", number);
            case Double number when Math.abs(number) < 100 -> String.format(Locale.ROOT, "%.1f", number);
            case Double number -> String.format(Locale.ROOT, "%,.0f", number);
            case Long number -> String.format(Locale.ROOT, "%,d", number);
            case Integer number -> String.format(Locale.ROOT, "%,d", number);
            default -> cell.toString();
        };
    }
}
