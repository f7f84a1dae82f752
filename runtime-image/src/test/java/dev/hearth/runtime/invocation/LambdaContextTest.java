package dev.hearth.runtime.invocation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Client;
import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import dev.hearth.protocol.Assignment;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LambdaContextTest {
    private static final Assignment ASSIGNMENT = new Assignment(
            "orders",
            "7",
            "com.acme.Orders",
            512,
            10_000,
            "",
            "",
            "Text",
            "",
            "",
            "/aws/lambda/orders",
            "2026/01/02/[7]0123456789abcdef",
            true,
            "");
    private static final LambdaLogger LOGGER = new LambdaLogger() {
        @Override
        public void log(String message) {}

        @Override
        public void log(byte[] message) {}
    };

    @Test
    void tellsOfFunctionAndInvocation() {
        Context context = context(Optional.of("Root=1-2-3"), Optional.empty());

        assertThat(context.getAwsRequestId()).isEqualTo("abc-1");
        assertThat(context.getLogGroupName()).isEqualTo("/aws/lambda/orders");
        assertThat(context.getLogStreamName()).isEqualTo("2026/01/02/[7]0123456789abcdef");
        assertThat(context.getFunctionName()).isEqualTo("orders");
        assertThat(context.getFunctionVersion()).isEqualTo("7");
        assertThat(context.getInvokedFunctionArn()).isEqualTo("arn:orders:live");
        assertThat(context.getRemainingTimeInMillis()).isBetween(1, 60_000);
        assertThat(context.getMemoryLimitInMB()).isEqualTo(512);
        assertThat(context.getLogger()).isSameAs(LOGGER);
        assertThat(context.getXrayTraceId()).isEqualTo("Root=1-2-3");
    }

    @Test
    void saysNullWhereLambdaDoes() {
        Context context = context(Optional.empty(), Optional.empty());

        assertThat(context.getIdentity()).isNull();
        assertThat(context.getClientContext()).isNull();
        assertThat(context.getXrayTraceId()).isNull();
        assertThat(context.getTenantId()).isNull();
    }

    @Test
    void readsTheWholeClientContext() {
        ClientContext sent = clientContext("{\"client\":{\"installation_id\":\"i\",\"app_title\":\"t\","
                + "\"app_version_name\":\"n\",\"app_version_code\":\"c\",\"app_package_name\":\"p\",\"unknown\":1},"
                + "\"custom\":{\"a\":\"ä\",\"n\":1},\"env\":{\"locale\":\"de\"},\"services\":{}}");

        Client client = sent.getClient();
        assertThat(client.getInstallationId()).isEqualTo("i");
        assertThat(client.getAppTitle()).isEqualTo("t");
        assertThat(client.getAppVersionName()).isEqualTo("n");
        assertThat(client.getAppVersionCode()).isEqualTo("c");
        assertThat(client.getAppPackageName()).isEqualTo("p");
        assertThat(sent.getCustom()).containsEntry("a", "ä").containsEntry("n", "1");
        assertThat(sent.getEnvironment()).containsOnlyKeys("locale").containsEntry("locale", "de");
    }

    @Test
    void aClientContextMayBeEmptyOrNull() {
        ClientContext empty = clientContext("{}");

        assertThat(empty.getClient()).isNull();
        assertThat(empty.getCustom()).isNull();
        assertThat(empty.getEnvironment()).isNull();
        assertThat(clientContext("null")).isNull();
    }

    @Test
    void aClientContextThatIsNoObjectFails() {
        assertThatThrownBy(() -> clientContext("[1]")).isInstanceOf(RuntimeException.class);
    }

    private static ClientContext clientContext(String json) {
        String base64 = Base64.getEncoder().encodeToString(json.getBytes(UTF_8));
        return context(Optional.empty(), Optional.of(base64)).getClientContext();
    }

    private static Context context(Optional<String> traceId, Optional<String> clientContext) {
        Invocation invocation = new Invocation(
                "abc-1",
                new byte[0],
                System.nanoTime() + TimeUnit.MINUTES.toNanos(1),
                "arn:orders:live",
                traceId,
                clientContext,
                false,
                false);
        return new LambdaContext(ASSIGNMENT, invocation, LOGGER);
    }
}
