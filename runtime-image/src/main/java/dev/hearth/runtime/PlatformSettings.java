package dev.hearth.runtime;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import java.lang.reflect.Field;
import java.security.Security;

/** What AWS's client sets for the whole process before it loads a handler. */
final class PlatformSettings {
    /** A name that did not resolve is looked up again after a second. */
    private static final String NEGATIVE_CACHE = "networkaddress.cache.negative.ttl";

    private static final String NEGATIVE_CACHE_VARIABLE = "AWS_LAMBDA_JAVA_NETWORKADDRESS_CACHE_NEGATIVE_TTL";

    private PlatformSettings() {}

    /** The launcher gives the default in a file, since changing a property costs a start more than all the rest of its settings. */
    static void apply(LambdaLogger logger) {
        if (System.getProperty("java.security.properties") == null) {
            Security.setProperty(NEGATIVE_CACHE, System.getenv().getOrDefault(NEGATIVE_CACHE_VARIABLE, "1"));
        }
        setStaticLogger(logger);
    }

    /** {@code LambdaRuntime.getLogger()} has no setter; AWS's client sets its field as well. */
    private static void setStaticLogger(LambdaLogger logger) {
        try {
            Field field = LambdaRuntime.class.getDeclaredField("logger");
            field.setAccessible(true);
            field.set(null, logger);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("aws-lambda-java-core has no field LambdaRuntime.logger any more", e);
        }
    }
}
