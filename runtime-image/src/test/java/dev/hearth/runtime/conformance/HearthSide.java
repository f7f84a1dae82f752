package dev.hearth.runtime.conformance;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import dev.hearth.runtime.handler.Handler;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Runs cases under Hearth's handler package, in this process.
 *
 * <p>Class loaders with the JDK as parent stand for processes. AWS's serialisation library keeps state once it has met
 * an event type, so each handler of those gets fresh copies of it and of ours; all others share one, which saves time.
 */
final class HearthSide {
    private static final Executor FRESH_THREAD = task -> new Thread(task, "main").start(); // a name some messages show

    private final FunctionFolders folders;
    private final ClassLoader shared;

    HearthSide(FunctionFolders folders) throws MalformedURLException {
        this.folders = folders;
        this.shared = process();
    }

    Run run(Case wanted) throws ReflectiveOperationException, MalformedURLException {
        ClassLoader process = wanted.handler().startsWith("example.functions.Events") ? process() : shared;
        Function<Object[], Object[]> life = life(process);
        Object[] input = input(wanted);
        return run(
                wanted,
                CompletableFuture.supplyAsync(() -> life.apply(input), FRESH_THREAD)
                        .join());
    }

    private static ClassLoader process() throws MalformedURLException {
        URL[] classPath = {
            ClassPath.of(Handler.class).toUri().toURL(),
            ClassPath.of(HearthProcess.class).toUri().toURL(),
            ClassPath.of(Context.class).toUri().toURL(),
            ClassPath.of(PojoSerializer.class).toUri().toURL()
        };
        return new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader());
    }

    @SuppressWarnings("unchecked")
    private static Function<Object[], Object[]> life(ClassLoader process) throws ReflectiveOperationException {
        return (Function<Object[], Object[]>) process.loadClass(HearthProcess.class.getName())
                .getConstructor()
                .newInstance();
    }

    private Object[] input(Case wanted) {
        byte[][] payloads = wanted.events().stream().map(Case.Event::payload).toArray(byte[][]::new);
        Boolean[] android = wanted.events().stream().map(Case.Event::android).toArray(Boolean[]::new);
        return new Object[] {wanted.handler(), folders.folder(wanted.folder()), payloads, android};
    }

    private static Run run(Case wanted, Object[] output) {
        List<Answer> answers = new ArrayList<>();
        for (int next = 2; answers.size() < wanted.events().size(); next += 3) {
            answers.add(
                    next < output.length
                            ? Answer.of((String) output[next], (String) output[next + 1], (byte[]) output[next + 2])
                            : Answer.NONE);
        }
        String log = new String(((String) output[1]).getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        return new Run(answers, (Boolean) output[0], log);
    }
}
