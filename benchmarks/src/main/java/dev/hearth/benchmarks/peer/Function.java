package dev.hearth.benchmarks.peer;

/** A function below {@code benchmarks/functions}, with an event for it. */
public enum Function {
    /** Answers its event. */
    ECHO("echo", "{\"message\":\"the quick brown fox jumps over the lazy dog\",\"number\":42}"),
    /** Smallest typed handler. */
    HELLO("hello", "{\"name\":\"Ada\"}"),
    /** AWS SDK and Jackson on the class path. */
    SDK("sdk", "{\"name\":\"Ada\"}"),
    /** Takes 50 ms and is capped at 100 in flight by its manifest. */
    SLEEP("sleep", "{\"name\":\"Ada\"}");

    private final String id;
    private final String event;

    Function(String id, String event) {
        this.id = id;
        this.event = event;
    }

    public String id() {
        return id;
    }

    public String event() {
        return event;
    }

    public String handlerClass() {
        return "dev.hearth.benchmarks.functions." + Character.toUpperCase(id.charAt(0)) + id.substring(1) + "Handler";
    }
}
