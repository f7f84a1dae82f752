package example.deeds;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.CountDownLatch;

/** Leaves its process in an unusual state. */
public class Oddities implements RequestHandler<String, String> {
    private static Thread previous;

    @Override
    public String handleRequest(String oddity, Context context) {
        switch (oddity) {
            case "replaceOut" -> System.setOut(new PrintStream(new ByteArrayOutputStream()));
            case "closeOut" -> {
                System.out.close();
                System.err.close();
            }
            case "closeIn" -> closeIn();
            case "leaveThreads" -> leaveThreads();
            case "interrupt" -> Thread.currentThread().interrupt();
            case "interruptAll" -> Thread.getAllStackTraces().keySet().forEach(Thread::interrupt);
            case "interruptLater" -> interruptOnceIdle(Thread.currentThread());
            case "uncaught" -> uncaught();
            case "loader" -> Thread.currentThread().setContextClassLoader(new URLClassLoader(new URL[0], null));
            case "name" -> Thread.currentThread().setName("renamed");
            case "priority" -> Thread.currentThread().setPriority(Thread.MIN_PRIORITY);
            case "properties" -> System.setProperties(new java.util.Properties());
            case "throwError" -> throw new Error("odd");
            case "throwThreadDeath" -> throw new ThreadDeath();
            case "nastyException" -> throw new Nasty();
            default -> {
                System.out.println("ordinary " + Thread.currentThread().isInterrupted());
                return "interrupted " + Thread.currentThread().isInterrupted();
            }
        }
        return "odd";
    }

    private static void closeIn() {
        try {
            System.in.close();
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void leaveThreads() {
        for (int i = 0; i < 5; i++) {
            new Thread(() -> {
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    })
                    .start();
        }
    }

    /** As a watchdog does that comes too late. */
    private static void interruptOnceIdle(Thread main) {
        previous = new Thread(() -> {
            while (!inSocketRead(main)) {
                Thread.onSpinWait();
            }
            main.interrupt();
            System.out.println("interrupted while idle");
        });
        previous.start();
    }

    private static boolean inSocketRead(Thread thread) {
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getClassName().equals("java.net.Socket$SocketInputStream")) {
                return true;
            }
        }
        return false;
    }

    private static void uncaught() {
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
            throw new IllegalStateException(thrown);
        });
        new Thread(() -> {
                    throw new IllegalStateException("in a thread of its own");
                })
                .start();
    }

    /** Cannot even be reported. */
    private static final class Nasty extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message");
        }
    }
}
