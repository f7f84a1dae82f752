package example.functions;

/** Is left out of the function's code: whatever needs it cannot be linked. */
public class Absent {
    public interface Marker {}

    public static class Parent {}

    public static class Event {}
}
