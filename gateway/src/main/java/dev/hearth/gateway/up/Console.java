package dev.hearth.gateway.up;

import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;

/** Where a person reads: plain lines, with colours only on a terminal and never when {@code NO_COLOR} is set. */
record Console(PrintStream out, PrintStream err, boolean colour) {
    static Console of(PrintStream out, PrintStream err, Map<String, String> environment) {
        boolean terminal = Optional.ofNullable(System.console())
                .filter(java.io.Console::isTerminal)
                .isPresent();
        boolean wanted = environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
        return new Console(out, err, terminal && wanted);
    }

    void line(String text) {
        out.println(text);
    }

    void error(String text) {
        err.println(red(text));
    }

    String bold(String text) {
        return styled("1", text);
    }

    String dim(String text) {
        return styled("2", text);
    }

    String red(String text) {
        return styled("31", text);
    }

    String green(String text) {
        return styled("32", text);
    }

    String yellow(String text) {
        return styled("33", text);
    }

    private String styled(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
