package dev.hearth.runtime.handler;

import java.io.IOError;

/**
 * A failed init or invocation as Lambda reports it.
 *
 * @param errorType value of the header {@code Lambda-Runtime-Function-Error-Type}: {@code Runtime.UserException} for
 *     what user code threw, {@code Runtime.BadFunctionCode} for a handler that cannot be loaded or called
 * @param body the error object, UTF-8 JSON of {@code errorMessage}, {@code errorType} and {@code stackTrace}, each
 *     absent when there is none
 * @param fatal whether the process must end after reporting it
 * @param logText what the function's log shows, with causes; ends in a line break
 */
public record Failure(String errorType, byte[] body, boolean fatal, String logText) {
    /** Words a throwable. Trims its stack trace (and those of its causes) in place, as AWS's client does. */
    public static Failure of(Throwable thrown) {
        if (thrown instanceof HandlerFault fault) {
            return of(fault);
        }
        String trace = StackTraces.print(thrown);
        String message = StackTraces.message(thrown);
        String type = thrown.getClass().getName();
        ErrorObject error = new ErrorObject();
        error.add("errorMessage", message);
        error.add("errorType", type);
        error.add("stackTrace", thrown.getStackTrace());
        boolean fatal = thrown instanceof VirtualMachineError || thrown instanceof IOError;
        return new Failure(
                "Runtime.UserException", error.toBytes(), fatal, message + ": " + type + "\n" + trace + "\n");
    }

    /** A result of more bytes than Lambda takes. */
    public static Failure responseTooLarge(long limit) {
        String message = "Response payload size exceeded maximum allowed payload size (" + limit + " bytes).";
        ErrorObject error = new ErrorObject();
        error.add("errorMessage", message);
        error.add("errorType", "Function.ResponseSizeTooLarge");
        return new Failure("Function.ResponseSizeTooLarge", error.toBytes(), false, message + "\n");
    }

    private static Failure of(HandlerFault fault) {
        ErrorObject error = new ErrorObject();
        error.add("errorMessage", fault.text());
        if (fault.type().isPresent()) {
            error.add("errorType", fault.type().get());
        }
        return new Failure("Runtime.BadFunctionCode", error.toBytes(), fault.fatal(), fault.logText());
    }
}
