package dev.hearth.gateway.up;

/** The process behind {@code ./hearth up}. */
public final class HearthMain {
    private HearthMain() {}

    /** Ends with status 0 when it was asked to stop, 1 when it could not run, 2 when the command line is wrong. */
    public static void main(String[] args) {
        Console console = Console.of(System.out, System.err, System.getenv());
        System.exit(HearthCommand.commandLine(console).execute(args));
    }
}
