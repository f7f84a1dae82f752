package dev.hearth.gateway.up;

import dev.hearth.gateway.listen.ListenException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code hearth} alone: teaches and runs nothing. */
@Command(
        name = "hearth",
        description = "Runs AWS Lambda functions written in Java, without AWS.",
        mixinStandardHelpOptions = true,
        version = "hearth 0.1.0",
        footer = {
            "",
            "Start here:",
            "  ./hearth up examples     run the examples and print how to call them",
            "  ./hearth up --help       all options",
            "  ./hearth events --help   asynchronous invocations that failed",
            "  ./hearth test            run every test of this project",
        })
final class HearthCommand implements Runnable {
    private static final int WRONG_USAGE = 2;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    static CommandLine commandLine(Console console) {
        var commandLine = new CommandLine(new HearthCommand());
        commandLine.addSubcommand(new UpCommand(console));
        commandLine.addSubcommand(new EventsCommand(console));
        commandLine.addSubcommand(new GatewayCommand());
        commandLine.setColorScheme(CommandLine.Help.defaultColorScheme(console.colour() ? Ansi.ON : Ansi.OFF));
        commandLine.setOut(new PrintWriter(console.out(), true, console.out().charset()));
        commandLine.setErr(new PrintWriter(console.err(), true, console.err().charset()));
        commandLine.setParameterExceptionHandler((e, args) -> wrongUsage(e, console));
        commandLine.setExecutionExceptionHandler((e, failed, result) -> failed(e, console));
        return commandLine;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static int wrongUsage(ParameterException e, Console console) {
        console.error(String.valueOf(e.getMessage()));
        CommandLine.UnmatchedArgumentException.printSuggestions(
                e, e.getCommandLine().getErr());
        String command =
                e.getCommandLine().getParent() == null ? "" : e.getCommandLine().getCommandName() + " ";
        console.err().println("See: hearth " + command + "--help");
        return WRONG_USAGE;
    }

    private static int failed(Exception e, Console console) throws Exception {
        switch (e) {
            case UpFailure failure -> console.error(failure.text());
            case ListenException failure -> console.error(failure.text());
            default -> throw e;
        }
        return 1;
    }
}
