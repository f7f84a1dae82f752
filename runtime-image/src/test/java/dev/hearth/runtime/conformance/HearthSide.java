package dev.hearth.runtime.conformance;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import dev.hearth.runtime.handler.Failure;
import dev.hearth.runtime.handler.FunctionCode;
import dev.hearth.runtime.handler.Handler;
import dev.hearth.runtime.handler.HandlerLoader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Runs cases under Hearth's handler package, in this process.
 *
 * <p>AWS's serialisation library keeps static state, so each case gets fresh copies of it and of ours, in a class
 * loader that has the JDK as parent, as a process of its own would have. Only JDK types cross the border.
 */
public final class HearthSide implements Function<Object[], Object[]> {
    static Run run(Case wanted, FunctionFolders folders) throws ReflectiveOperationException, IOException {
        URL[] classPath = {
            ClassPath.of(Handler.class).toUri().toURL(),
            ClassPath.of(HearthSide.class).toUri().toURL(),
            ClassPath.of(Context.class).toUri().toURL(),
            ClassPath.of(PojoSerializer.class).toUri().toURL()
        };
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader process = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
            return answers(wanted, isolated(process).apply(input(wanted, folders)));
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    static String requestId(int index) {
        return "request-" + index;
    }

    @SuppressWarnings("unchecked")
    private static Function<Object[], Object[]> isolated(ClassLoader process) throws ReflectiveOperationException {
        return (Function<Object[], Object[]>)
                process.loadClass(HearthSide.class.getName()).getConstructor().newInstance();
    }

    private static Object[] input(Case wanted, FunctionFolders folders) {
        byte[][] payloads = wanted.events().stream().map(Case.Event::payload).toArray(byte[][]::new);
        Boolean[] android = wanted.events().stream().map(Case.Event::android).toArray(Boolean[]::new);
        return new Object[] {wanted.handler(), folders.folder(wanted.folder()), payloads, android};
    }

    private static Run answers(Case wanted, Object[] output) {
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < wanted.events().size(); i++) {
            answers.add(
                    i * 3 + 2 < output.length
                            ? Answer.of(
                                    (String) output[i * 3 + 2], (String) output[i * 3 + 3], (byte[]) output[i * 3 + 4])
                            : Answer.NONE);
        }
        return new Run(answers, (Boolean) output[0], (String) output[1]);
    }

    /** Takes handler, folder, payloads, Android flags; gives ended, log, then kind, error type and body per event. */
    @Override
    public Object[] apply(Object[] input) {
        Process process = new Process();
        process.live((String) input[0], (Path) input[1], (byte[][]) input[2], (Boolean[]) input[3]);
        process.output.set(0, process.ended);
        process.output.set(1, process.log.toString());
        return process.output.toArray();
    }

    /** A runtime's life without its protocol. */
    private static final class Process {
        private final List<Object> output = new ArrayList<>(List.of("", ""));
        private final StringBuilder log = new StringBuilder();
        private boolean ended;

        void live(String name, Path folder, byte[][] payloads, Boolean[] android) {
            ClassLoader loader = FunctionCode.open(folder).classLoader();
            Thread.currentThread().setContextClassLoader(loader);
            Handler handler;
            try {
                handler = HandlerLoader.load(name, loader);
            } catch (Throwable e) {
                fail("init-error", e);
                ended = true;
                return;
            }
            for (int i = 0; i < payloads.length && !ended; i++) {
                answer(handler, payloads[i], new FixedContext(requestId(i), android[i]));
            }
        }

        private void answer(Handler handler, byte[] payload, Context context) {
            ByteArrayOutputStream result = new ByteArrayOutputStream();
            try {
                handler.handle(new ByteArrayInputStream(payload), result, context);
                output.addAll(List.of("response", "", result.toByteArray()));
            } catch (Throwable e) {
                ended = fail("error", e);
            }
        }

        private boolean fail(String kind, Throwable thrown) {
            Failure failure = Failure.of(thrown);
            output.addAll(List.of(kind, failure.errorType(), failure.body()));
            log.append(failure.logText());
            return failure.fatal();
        }
    }
}
