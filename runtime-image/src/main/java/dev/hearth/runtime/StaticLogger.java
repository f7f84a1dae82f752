package dev.hearth.runtime;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;

/**
 * What {@code LambdaRuntime.getLogger()} gives. It is put there before the function's log settings are known, and is the
 * function's logger before its code is loaded.
 */
final class StaticLogger implements LambdaLogger {
    private volatile LambdaLogger logger = LambdaRuntime.getLogger();

    void becomes(LambdaLogger functionLogger) {
        logger = functionLogger;
    }

    @Override
    public void log(String message) {
        logger.log(message);
    }

    @Override
    public void log(byte[] message) {
        logger.log(message);
    }

    @Override
    public void log(String message, LogLevel level) {
        logger.log(message, level);
    }

    @Override
    public void log(byte[] message, LogLevel level) {
        logger.log(message, level);
    }
}
