package dev.hearth.runtime.invocation;

import com.amazonaws.services.lambda.runtime.Client;
import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.factories.GsonFactory;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Client context as a caller sent it, read by AWS's Gson: a plain public bean as AWS's client has it; fields carry the names
 * of its JSON.
 */
public final class LambdaClientContext implements ClientContext {
    private @Nullable LambdaClientContextClient client;
    private @Nullable Map<String, String> custom;
    private @Nullable Map<String, String> env;

    /** @param base64 of a JSON object; the gateway has checked that */
    static @Nullable ClientContext parse(String base64) {
        String json = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        return Serializer.CONTEXTS.fromJson(json);
    }

    @Override
    public @Nullable Client getClient() {
        return client;
    }

    @Override
    public @Nullable Map<String, String> getCustom() {
        return custom;
    }

    @Override
    public @Nullable Map<String, String> getEnvironment() {
        return env;
    }

    /** Made when the first caller sends one. */
    private static final class Serializer {
        static final PojoSerializer<LambdaClientContext> CONTEXTS =
                GsonFactory.getInstance().getSerializer(LambdaClientContext.class);
    }
}
