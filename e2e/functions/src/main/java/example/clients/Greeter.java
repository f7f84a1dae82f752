package example.clients;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.LinkedHashMap;
import java.util.Map;

/** Greets by name, logs it, and answers with what the caller and the platform told it. */
public final class Greeter implements RequestHandler<Map<String, String>, Map<String, Object>> {
    @Override
    public Map<String, Object> handleRequest(Map<String, String> event, Context context) {
        String name = event.getOrDefault("name", "nobody");
        context.getLogger().log("greeting " + name + "\n");
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("greeting", "Hello " + name);
        answer.put("arn", context.getInvokedFunctionArn());
        answer.put("version", context.getFunctionVersion());
        answer.put("requestId", context.getAwsRequestId());
        ClientContext client = context.getClientContext();
        if (client != null) {
            answer.put("custom", client.getCustom());
            answer.put("app", client.getClient().getAppTitle());
        }
        return answer;
    }
}
