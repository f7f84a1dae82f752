package dev.hearth.benchmarks.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a run found out. Every table and note is printed as soon as it is known and kept for the JSON form. */
public final class Report {
    private final PrintStream out;
    private final List<Table> tables = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<Goal> goals = new ArrayList<>();

    public Report(PrintStream out) {
        this.out = out;
    }

    public void add(Table table) {
        tables.add(table);
        out.println(table.markdown());
    }

    /** Says what a reader must know to read the figures, such as a peer that could not be measured. */
    public void note(String note) {
        notes.add(note);
        out.println(note + "\n");
    }

    public void goals(String title, List<Goal> judged) {
        if (judged.isEmpty()) {
            return;
        }
        goals.addAll(judged);
        Table table = new Table(title, "goal", "limit", "measured", "verdict");
        judged.forEach(goal -> table.row(goal.cells()));
        add(table);
    }

    public boolean allGoalsMet() {
        return goals.stream().allMatch(Goal::met);
    }

    public void writeJson(Path file, Map<String, String> machine) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("machine", machine);
        json.put("notes", notes);
        json.put("tables", tables.stream().map(Report::json).toList());
        json.put("goals", goals.stream().map(Report::json).toList());
        try {
            new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), json);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static Map<String, Object> json(Table table) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (List<Object> cells : table.rows()) {
            Map<String, Object> row = new LinkedHashMap<>();
            for (int i = 0; i < cells.size(); i++) {
                row.put(table.columns().get(i), cells.get(i));
            }
            rows.add(row);
        }
        return Map.of("title", table.title(), "rows", rows);
    }

    private static Map<String, Object> json(Goal goal) {
        return Map.of(
                "promise", goal.promise(),
                "bound", goal.bound().name(),
                "limit", goal.limit(),
                "measured", goal.measured(),
                "met", goal.met());
    }
}
