package dev.hearth.runtime.conformance;

import com.amazonaws.services.lambda.runtime.Context;
import dev.hearth.runtime.handler.Failure;
import dev.hearth.runtime.handler.FunctionCode;
import dev.hearth.runtime.handler.Handler;
import dev.hearth.runtime.handler.HandlerLoader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A runtime's life without its protocol, loaded by a class loader of its own.
 *
 * <p>Takes handler, folder, payloads and Android flags; gives whether it ended, its log, then kind, error type and body
 * of each answer. Only JDK types cross the border.
 */
public final class HearthProcess implements Function<Object[], Object[]> {
    @Override
    public Object[] apply(Object[] input) {
        Life life = new Life();
        life.live((String) input[0], (Path) input[1], (byte[][]) input[2], (Boolean[]) input[3]);
        life.output.set(0, life.ended);
        life.output.set(1, life.log.toString());
        return life.output.toArray();
    }

    private static final class Life {
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
                answer(handler, payloads[i], new FixedContext(FixedContext.requestId(i), android[i]));
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
