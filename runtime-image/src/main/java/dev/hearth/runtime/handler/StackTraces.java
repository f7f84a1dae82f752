package dev.hearth.runtime.handler;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;

/** Stack traces as a function's user sees them: everything from the first frame of this runtime on is cut off. */
final class StackTraces {
    private static final String RUNTIME = "dev.hearth.runtime.";

    private StackTraces() {}

    /** Cuts the trace of a throwable, of its causes and of what they suppressed, in place. */
    static void trim(Throwable thrown) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> open = new ArrayDeque<>();
        open.push(thrown);
        while (!open.isEmpty()) {
            Throwable next = open.pop();
            if (seen.add(next)) {
                cut(next);
                if (next.getCause() != null) {
                    open.push(next.getCause());
                }
                for (Throwable suppressed : next.getSuppressed()) {
                    open.push(suppressed);
                }
            }
        }
    }

    /** The trimmed trace with its causes, as the JDK prints it. */
    static String print(Throwable thrown) {
        trim(thrown);
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** What Lambda calls a throwable's message: localised, or the class name when there is none. */
    static String message(Throwable thrown) {
        String message = thrown.getLocalizedMessage();
        return message == null ? thrown.getClass().getName() : message;
    }

    private static void cut(Throwable thrown) {
        StackTraceElement[] frames = thrown.getStackTrace();
        for (int i = 0; i < frames.length; i++) {
            if (frames[i].getClassName().startsWith(RUNTIME)) {
                thrown.setStackTrace(Arrays.copyOf(frames, i));
                return;
            }
        }
    }
}
