package dev.hearth.runtime.handler;

import com.amazonaws.services.lambda.runtime.Context;
import org.jspecify.annotations.Nullable;

/** How a handler that works on Java objects is called. Both objects are null where the JSON is {@code null}. */
interface PojoCall {
    @Nullable
    Object call(@Nullable Object event, Context context) throws Throwable;
}
