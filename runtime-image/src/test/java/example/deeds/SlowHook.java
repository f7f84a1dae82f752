package example.deeds;

import java.util.concurrent.CountDownLatch;

/** A shutdown hook that never ends, after one that prints. */
public class SlowHook {
    public SlowHook() {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            System.out.println("hook begins");
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    public String handle(String event) {
        return event;
    }
}
