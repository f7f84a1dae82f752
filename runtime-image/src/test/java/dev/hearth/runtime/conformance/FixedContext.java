package dev.hearth.runtime.conformance;

import com.amazonaws.services.lambda.runtime.Client;
import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import java.util.Map;

/** The context of every invocation in the conformance suite; AWS's client is given the same values. */
public record FixedContext(String awsRequestId, boolean android) implements Context {
    static final String FUNCTION_NAME = "conformance";
    static final String ARN = "arn:aws:lambda:us-east-1:123456789012:function:conformance";
    static final String ANDROID_CLIENT =
            "{\"client\":{\"app_title\":\"t\"},\"custom\":{\"k\":\"v\"},\"env\":{\"platform\":\"Android\"}}";

    static String requestId(int index) {
        return "request-" + index;
    }

    @Override
    public String getAwsRequestId() {
        return awsRequestId;
    }

    @Override
    public String getLogGroupName() {
        return "/aws/lambda/conformance";
    }

    @Override
    public String getLogStreamName() {
        return "stream";
    }

    @Override
    public String getFunctionName() {
        return FUNCTION_NAME;
    }

    @Override
    public String getFunctionVersion() {
        return "$LATEST";
    }

    @Override
    public String getInvokedFunctionArn() {
        return ARN;
    }

    @Override
    public CognitoIdentity getIdentity() {
        return null;
    }

    @Override
    public ClientContext getClientContext() {
        return android ? new AndroidClient() : null;
    }

    @Override
    public int getRemainingTimeInMillis() {
        return 60_000;
    }

    @Override
    public int getMemoryLimitInMB() {
        return 512;
    }

    @Override
    public LambdaLogger getLogger() {
        return LambdaRuntime.getLogger();
    }

    private record AndroidClient() implements ClientContext {
        @Override
        public Client getClient() {
            return null;
        }

        @Override
        public Map<String, String> getCustom() {
            return Map.of("k", "v");
        }

        @Override
        public Map<String, String> getEnvironment() {
            return Map.of("platform", "Android");
        }
    }
}
