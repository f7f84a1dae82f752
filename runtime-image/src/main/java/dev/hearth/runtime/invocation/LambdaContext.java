package dev.hearth.runtime.invocation;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import dev.hearth.protocol.Assignment;
import org.jspecify.annotations.Nullable;

/**
 * Context of one invocation: a plain public bean with the fields and getters of AWS's client's own, in its order, since
 * functions turn it into JSON with whatever library they have, by fields or by getters.
 */
public final class LambdaContext implements Context {
    private final int memoryLimit;
    private final String awsRequestId;
    private final String logGroupName;
    private final String logStreamName;
    private final String functionName;
    private final String functionVersion;
    private final String invokedFunctionArn;
    /** Milliseconds since 1970, for who looks at fields; the time that remains is counted by a clock that does not jump. */
    @SuppressWarnings("UnusedVariable") // by reflection
    private final long deadlineTimeInMs;

    private final @Nullable CognitoIdentity cognitoIdentity;
    private final @Nullable ClientContext clientContext;
    private final @Nullable String tenantId;
    private final @Nullable String xrayTraceId;
    private final LambdaLogger logger;
    private final transient Invocation invocation;

    LambdaContext(Assignment assignment, Invocation invocation, LambdaLogger logger) {
        this.memoryLimit = assignment.memoryMb();
        this.awsRequestId = invocation.requestId();
        this.logGroupName = assignment.logGroup();
        this.logStreamName = assignment.logStream();
        this.functionName = assignment.functionName();
        this.functionVersion = assignment.functionVersion();
        this.invokedFunctionArn = invocation.invokedArn();
        this.deadlineTimeInMs = System.currentTimeMillis() + invocation.remainingMillis();
        this.cognitoIdentity = null;
        this.clientContext =
                invocation.clientContext().map(LambdaClientContext::parse).orElse(null);
        this.tenantId = null;
        this.xrayTraceId = invocation.traceId().orElse(null);
        this.logger = logger;
        this.invocation = invocation;
    }

    @Override
    public int getMemoryLimitInMB() {
        return memoryLimit;
    }

    @Override
    public String getAwsRequestId() {
        return awsRequestId;
    }

    @Override
    public String getLogGroupName() {
        return logGroupName;
    }

    @Override
    public String getLogStreamName() {
        return logStreamName;
    }

    @Override
    public String getFunctionName() {
        return functionName;
    }

    @Override
    public String getFunctionVersion() {
        return functionVersion;
    }

    @Override
    public String getInvokedFunctionArn() {
        return invokedFunctionArn;
    }

    /** Null without a Cognito caller, as on Lambda; there are none here. */
    @Override
    public @Nullable CognitoIdentity getIdentity() {
        return cognitoIdentity;
    }

    @Override
    public @Nullable ClientContext getClientContext() {
        return clientContext;
    }

    @Override
    public int getRemainingTimeInMillis() {
        return invocation.remainingMillis();
    }

    /** Null without a tenant, as on Lambda; there are none here. */
    @Override
    public @Nullable String getTenantId() {
        return tenantId;
    }

    @Override
    public @Nullable String getXrayTraceId() {
        return xrayTraceId;
    }

    @Override
    public LambdaLogger getLogger() {
        return logger;
    }
}
