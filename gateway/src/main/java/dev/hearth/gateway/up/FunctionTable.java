package dev.hearth.gateway.up;

import dev.hearth.gateway.catalog.CatalogChange.Broken;
import dev.hearth.gateway.catalog.Revision;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/** The functions, one per line, in aligned columns. */
record FunctionTable(List<Row> rows) {
    private static final List<String> HEAD = List.of("FUNCTION", "RUNTIME", "HANDLER", "MEMORY", "TIMEOUT", "STATE");
    private static final String GAP = "  ";

    /** One line; {@code good} says how the state is coloured. */
    record Row(List<String> cells, boolean good) {}

    static FunctionTable of(Collection<Revision> serving, List<Broken> broken) {
        List<Row> rows = new ArrayList<>();
        serving.forEach(revision -> rows.add(row(revision)));
        broken.stream()
                .filter(each -> !each.servesOld())
                .map(each -> each.function().orElse("?"))
                .forEach(name -> rows.add(new Row(List.of(name, "-", "-", "-", "-", "broken, see below"), false)));
        return new FunctionTable(rows);
    }

    private static Row row(Revision r) {
        String namespace =
                r.function().namespace().equals("default") ? "" : r.function().namespace() + "/";
        return new Row(
                List.of(
                        namespace + r.function().name(),
                        r.runtime(),
                        r.handler(),
                        r.memorySizeMb() + " MB",
                        r.timeout().toSeconds() + " s",
                        "ready"),
                true);
    }

    List<String> lines(Console console) {
        List<String> lines = new ArrayList<>();
        lines.add(console.bold(line(HEAD)));
        for (Row row : rows) {
            String text = line(row.cells());
            int state = text.length() - row.cells().getLast().length();
            String end = text.substring(state);
            lines.add(text.substring(0, state) + (row.good() ? console.green(end) : console.red(end)));
        }
        return lines;
    }

    private String line(List<String> cells) {
        var line = new StringBuilder();
        for (int column = 0; column < cells.size() - 1; column++) {
            String cell = cells.get(column);
            line.append(cell).append(" ".repeat(width(column) - cell.length())).append(GAP);
        }
        return line.append(cells.getLast()).toString();
    }

    private int width(int column) {
        IntStream cells = rows.stream().mapToInt(row -> row.cells().get(column).length());
        return Math.max(HEAD.get(column).length(), cells.max().orElse(0));
    }
}
