package dev.hearth.runtime.handler;

import com.amazonaws.services.lambda.runtime.Context;
import org.jspecify.annotations.Nullable;

/** Calls a user's method of the shape (event, Context), (event), (Context) or (). */
final class MethodCall implements PojoCall {
    private final MethodInvocation method;
    private final boolean takesEvent;
    private final boolean takesContext;

    MethodCall(MethodInvocation method, boolean takesEvent, boolean takesContext) {
        this.method = method;
        this.takesEvent = takesEvent;
        this.takesContext = takesContext;
    }

    @Override
    public @Nullable Object call(@Nullable Object event, Context context) throws Throwable {
        return method.invoke(arguments(event, context));
    }

    private @Nullable Object[] arguments(@Nullable Object event, Context context) {
        if (takesEvent) {
            return takesContext ? new @Nullable Object[] {event, context} : new @Nullable Object[] {event};
        }
        return takesContext ? new @Nullable Object[] {context} : new @Nullable Object[0];
    }
}
