package example.deeds;

import java.util.concurrent.CountDownLatch;

/** A constructor that never returns. */
public class SlowInit {
    public SlowInit() throws InterruptedException {
        System.out.println("init blocks");
        new CountDownLatch(1).await();
    }

    public String handle(String event) {
        return event;
    }
}
