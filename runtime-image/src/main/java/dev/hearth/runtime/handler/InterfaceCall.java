package dev.hearth.runtime.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import org.jspecify.annotations.Nullable;

/** Calls a user's {@link RequestHandler}. */
final class InterfaceCall implements PojoCall {
    private final RequestHandler<@Nullable Object, @Nullable Object> handler;

    @SuppressWarnings("unchecked")
    InterfaceCall(Object handler) {
        this.handler = (RequestHandler<@Nullable Object, @Nullable Object>) handler;
    }

    @Override
    public @Nullable Object call(@Nullable Object event, Context context) {
        return handler.handleRequest(event, context);
    }
}
