package dev.hearth.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageStoreTest {
    @TempDir
    private Path folder;

    @Test
    void keepsAPackageByItsDigest() throws IOException {
        PackageStore store = store();

        StoredPackage stored = store.add(incoming(store, "content"), "shop");

        assertThat(store.find(stored.sha256())).contains(stored);
        assertThat(stored.sha256()).isEqualTo(Snapshot.digest(stored.file()));
        assertThat(names()).containsExactly(stored.sha256() + ".zip");
    }

    @Test
    void refusesWhatLiesOfItsSize() throws IOException {
        PackageStore store = store();
        Path bomb = TestZip.in(folder, "f.zip").withZeros("zeros", 40 << 20).write();
        TestZip.stateSize(bomb, "zeros", 10);

        Path incoming = Files.move(bomb, store.incoming());

        assertThatThrownBy(() -> store.add(incoming, "shop")).isInstanceOf(CodeProblem.class);
        assertThat(names()).isEmpty();
    }

    @Test
    void forgetsWhatAKilledProcessWasReading() throws IOException {
        PackageStore killed = store();
        StoredPackage whole = killed.add(incoming(killed, "content"), "shop");
        Files.writeString(killed.incoming(), "half");

        PackageStore next = store();

        assertThat(next.find(whole.sha256())).isPresent();
        assertThat(names()).containsExactly(whole.sha256() + ".zip");
    }

    @Test
    void whoFillsTheStoreLosesItsOwnAndNobodyElses() throws IOException {
        PackageStore small = new PackageStore(folder, 2_000);
        StoredPackage modest = small.add(incoming(small, noise(300, 1)), "modest");
        StoredPackage first = small.add(incoming(small, noise(600, 2)), "greedy");
        StoredPackage second = small.add(incoming(small, noise(600, 3)), "greedy");
        Files.setLastModifiedTime(first.file(), FileTime.from(Instant.now().minusSeconds(60)));
        StoredPackage third = small.add(incoming(small, noise(600, 4)), "greedy");

        assertThat(small.find(modest.sha256())).isPresent();
        assertThat(small.find(first.sha256())).isEmpty();
        assertThat(small.find(second.sha256())).isPresent();
        assertThat(small.find(third.sha256())).isPresent();
    }

    @Test
    void theNewestStaysHoweverLargeItIs() throws IOException {
        PackageStore tiny = new PackageStore(folder, 1);
        tiny.add(incoming(tiny, "a"), "shop");

        StoredPackage newest = tiny.add(incoming(tiny, "b"), "other");

        assertThat(names()).containsExactly(newest.sha256() + ".zip");
    }

    /** Content that does not get smaller. */
    private static byte[] noise(int bytes, int seed) {
        byte[] noise = new byte[bytes];
        new Random(seed).nextBytes(noise);
        return noise;
    }

    private Path incoming(PackageStore store, String content) throws IOException {
        return incoming(store, content.getBytes(StandardCharsets.UTF_8));
    }

    private Path incoming(PackageStore store, byte[] content) throws IOException {
        return Files.move(TestZip.in(folder, "f.zip").with("a", content).write(), store.incoming());
    }

    private String[] names() {
        return folder.resolve("packages").toFile().list();
    }

    private PackageStore store() {
        return new PackageStore(folder, 1 << 30);
    }
}
