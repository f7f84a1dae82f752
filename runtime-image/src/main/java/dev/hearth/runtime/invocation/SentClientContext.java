package dev.hearth.runtime.invocation;

import com.amazonaws.services.lambda.runtime.Client;
import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.factories.GsonFactory;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The client context as a caller sent it, read by AWS's Gson; fields carry the names of its JSON. */
final class SentClientContext implements ClientContext {
    private @Nullable SentClient client;
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
        static final PojoSerializer<SentClientContext> CONTEXTS =
                GsonFactory.getInstance().getSerializer(SentClientContext.class);
    }

    /** The calling application. */
    private static final class SentClient implements Client {
        @SuppressWarnings("MemberName")
        private @Nullable String installation_id;

        private @Nullable String app_title;
        private @Nullable String app_version_name;
        private @Nullable String app_version_code;
        private @Nullable String app_package_name;

        @Override
        public @Nullable String getInstallationId() {
            return installation_id;
        }

        @Override
        public @Nullable String getAppTitle() {
            return app_title;
        }

        @Override
        public @Nullable String getAppVersionName() {
            return app_version_name;
        }

        @Override
        public @Nullable String getAppVersionCode() {
            return app_version_code;
        }

        @Override
        public @Nullable String getAppPackageName() {
            return app_package_name;
        }
    }
}
