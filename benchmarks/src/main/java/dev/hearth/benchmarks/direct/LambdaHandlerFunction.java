package dev.hearth.benchmarks.direct;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import java.util.Map;

/**
 * A benchmark handler as an HTTP function of Google's Functions Framework, so that the peer runs the same code. The
 * handler's class is named by the environment variable {@value #HANDLER}; it gets no {@code Context}.
 */
public final class LambdaHandlerFunction implements HttpFunction {
    public static final String HANDLER = "BENCHMARK_HANDLER";

    private final HttpFunction handler;

    public LambdaHandlerFunction() throws ReflectiveOperationException {
        String name = System.getenv(HANDLER);
        this.handler = adapt(HandlerLoader.load(getClass().getClassLoader(), name == null ? "" : name));
    }

    @Override
    public void service(HttpRequest request, HttpResponse response) throws Exception {
        handler.service(request, response);
    }

    private static HttpFunction adapt(Object handler) {
        return switch (handler) {
            case RequestStreamHandler stream ->
                (request, response) ->
                        HandlerLoader.stream(stream, request.getInputStream(), response.getOutputStream());
            case RequestHandler<?, ?> typed -> new OfMap(typed)::service;
            default -> throw new IllegalArgumentException(handler.getClass() + " is not a Lambda handler");
        };
    }

    /** A handler that takes a map of strings; JSON is read and written with Jackson, as Lambda's Java client does. */
    private record OfMap(RequestHandler<?, ?> handler, ObjectMapper json) {
        OfMap(RequestHandler<?, ?> handler) {
            this(handler, new ObjectMapper());
        }

        void service(HttpRequest request, HttpResponse response) throws IOException {
            Map<String, String> event = json.readValue(request.getInputStream(), new TypeReference<>() {});
            json.writeValue(response.getOutputStream(), HandlerLoader.call(handler, event));
        }
    }
}
