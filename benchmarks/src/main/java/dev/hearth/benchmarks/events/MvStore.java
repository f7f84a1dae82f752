package dev.hearth.benchmarks.events;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/** H2's MVStore, with one commit and sync for all that is asked for at the same time. */
final class MvStore implements Store {
    private static final int BATCH = 4_096;

    private final MVStore store;
    private final MVMap<Long, byte[]> events;
    private final BlockingQueue<Kept> asked = new LinkedBlockingQueue<>();
    private final Thread writer = new Thread(this::write, "mvstore");
    private volatile boolean over;

    private record Kept(byte[] event, CompletableFuture<Void> done) {}

    MvStore(Path folder) {
        store = new MVStore.Builder()
                .fileName(folder.resolve("events.mv").toString())
                .autoCommitDisabled()
                .open();
        events = store.openMap("events");
        writer.start();
    }

    @Override
    public CompletionStage<?> keep(byte[] event) {
        Kept kept = new Kept(event, new CompletableFuture<>());
        asked.add(kept);
        return kept.done();
    }

    private void write() {
        long number = 0;
        List<Kept> batch = new ArrayList<>();
        try {
            while (!over) {
                batch.add(asked.take());
                asked.drainTo(batch, BATCH);
                for (Kept each : batch) {
                    events.put(number++, each.event());
                }
                store.commit();
                store.sync();
                batch.forEach(each -> each.done().complete(null));
                batch.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        over = true;
        asked.add(new Kept(new byte[1], new CompletableFuture<>()));
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        store.close();
    }
}
