package com.example.hello;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;

/** Greets whom the event names: {@code {"name":"Ada"}} gives {@code {"message":"Hello, Ada!"}}. */
public final class HelloHandler implements RequestHandler<Map<String, String>, Map<String, String>> {
    private final String greeting;

    /** What Lambda calls, once per execution environment: the place for everything that invocations share. */
    public HelloHandler() {
        this(System.getenv().getOrDefault("GREETING", "Hello"));
    }

    HelloHandler(String greeting) {
        this.greeting = greeting;
    }

    @Override
    public Map<String, String> handleRequest(Map<String, String> event, Context context) {
        String name = event.getOrDefault("name", "world");
        return Map.of("message", greeting + ", " + name + "!");
    }
}
