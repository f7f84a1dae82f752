package example.deeds;

/** A constructor that throws. */
public class BrokenInit {
    public BrokenInit() {
        throw new IllegalStateException("broken on purpose");
    }

    public String handle(String event) {
        return event;
    }
}
