package dev.hearth.runtime.invocation;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import dev.hearth.protocol.Assignment;
import org.jspecify.annotations.Nullable;

/** What the handler is told of its function and of one invocation. */
record InvocationContext(
        Assignment assignment,
        Invocation invocation,
        @Nullable ClientContext clientContext,
        LambdaLogger logger) implements Context {

    static InvocationContext of(Assignment assignment, Invocation invocation, LambdaLogger logger) {
        return new InvocationContext(
                assignment,
                invocation,
                invocation.clientContext().map(SentClientContext::parse).orElse(null),
                logger);
    }

    @Override
    public String getAwsRequestId() {
        return invocation.requestId();
    }

    @Override
    public String getLogGroupName() {
        return assignment.logGroup();
    }

    @Override
    public String getLogStreamName() {
        return assignment.logStream();
    }

    @Override
    public String getFunctionName() {
        return assignment.functionName();
    }

    @Override
    public String getFunctionVersion() {
        return assignment.functionVersion();
    }

    @Override
    public String getInvokedFunctionArn() {
        return invocation.invokedArn();
    }

    /** Null without a Cognito caller, as on Lambda; there are none here. */
    @Override
    public @Nullable CognitoIdentity getIdentity() {
        return null;
    }

    @Override
    public @Nullable ClientContext getClientContext() {
        return clientContext;
    }

    @Override
    public int getRemainingTimeInMillis() {
        return invocation.remainingMillis();
    }

    @Override
    public int getMemoryLimitInMB() {
        return assignment.memoryMb();
    }

    @Override
    public LambdaLogger getLogger() {
        return logger;
    }

    @Override
    public @Nullable String getXrayTraceId() {
        return invocation.traceId().orElse(null);
    }
}
