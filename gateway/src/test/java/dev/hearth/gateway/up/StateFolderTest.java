package dev.hearth.gateway.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {
    @TempDir
    private Path root;

    private Path cache;
    private Path state;

    @BeforeEach
    void folders() throws IOException {
        cache = root.resolve("cache");
        state = root.resolve("state");
        write(cache.resolve("versions/orders-1/7.json"), "seven");
        write(cache.resolve("events/a/0000000000000001-00000000000000ff.events"), "records");
        write(cache.resolve("code/sha/Handler.class"), "code");
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void takesVersionsAndEventsOutOfTheCacheAndNothingElse() {
        StateFolder.adopt(cache, state);

        assertThat(state.resolve("versions/orders-1/7.json")).hasContent("seven");
        assertThat(state.resolve("events/a/0000000000000001-00000000000000ff.events"))
                .hasContent("records");
        assertThat(state.resolve("code")).doesNotExist();
        assertThat(cache.resolve("code/sha/Handler.class")).exists();
    }

    /** A rollback finds and continues what is there, instead of numbering versions anew. */
    @Test
    void anEarlierReleaseFindsThemWhereTheyWere() throws IOException {
        StateFolder.adopt(cache, state);
        write(cache.resolve("versions/orders-1/8.json"), "eight");
        StateFolder.adopt(cache, state);

        assertThat(state.resolve("versions/orders-1/8.json")).hasContent("eight");
        assertThat(cache.resolve("versions/orders-1/7.json")).hasContent("seven");
    }

    @Test
    void leavesWhatTheStateHasAlready() throws IOException {
        write(state.resolve("versions/orders-1/9.json"), "nine");
        StateFolder.adopt(cache, state);

        assertThat(state.resolve("versions/orders-1/7.json")).doesNotExist();
        assertThat(state.resolve("versions/orders-1/9.json")).hasContent("nine");
        assertThat(cache.resolve("versions/orders-1/7.json")).hasContent("seven");
    }

    @Test
    void doesNothingWithoutACacheOrWhereBothAreOne() {
        StateFolder.adopt(root.resolve("none"), state);
        StateFolder.adopt(cache, cache);

        assertThat(state).doesNotExist();
        assertThat(cache.resolve("versions/orders-1")).isDirectory();
    }

    /** The cache is emptied: nothing that matters goes with it. */
    @Test
    void outlivesTheCache() throws IOException {
        StateFolder.adopt(cache, state);
        Files.delete(cache.resolve("versions/orders-1"));

        assertThat(state.resolve("versions/orders-1/7.json")).hasContent("seven");
    }

    @Test
    void aQueueOnAnotherDiskIsCopiedUnlessItIsOpen() throws IOException {
        Path disk = Path.of("/dev/shm");
        assumeTrue(
                Files.isWritable(disk) && !Files.getFileStore(disk).equals(Files.getFileStore(root)),
                "there is no second file system");
        Path other = Files.createTempDirectory(disk, "state-");
        Path lock = Files.createFile(cache.resolve("events/a/lock"));
        try (FileChannel open = FileChannel.open(lock, StandardOpenOption.WRITE);
                FileLock held = open.lock()) {
            assertThat(held.isValid()).isTrue();
            StateFolder.adopt(cache, other);
            assertThat(other.resolve("events/a")).doesNotExist();
            assertThat(cache.resolve("events/a/0000000000000001-00000000000000ff.events"))
                    .hasContent("records");
        }
        StateFolder.adopt(cache, other);

        assertThat(other.resolve("events/a/0000000000000001-00000000000000ff.events"))
                .hasContent("records");
        assertThat(cache.resolve("events/a")).isSymbolicLink();
    }

    /** The process that moved them was killed before it made the link; so was one that published since. */
    @Test
    void linksThatAreMissingAreMadeByTheNextStart() throws IOException {
        StateFolder.adopt(cache, state);
        Files.delete(cache.resolve("versions/orders-1"));
        write(state.resolve("versions/bills-2/1.json"), "one");

        StateFolder.adopt(cache, state);

        assertThat(cache.resolve("versions/orders-1/7.json")).hasContent("seven");
        assertThat(cache.resolve("versions/bills-2/1.json")).hasContent("one");
    }

    /** The process was killed while it deleted what it had copied. */
    @Test
    void whatWasCopiedAlreadyIsNoConflict() throws IOException {
        write(state.resolve("versions/orders-1/7.json"), "seven");
        write(state.resolve("versions/orders-1/6.json"), "six");

        StateFolder.adopt(cache, state);

        assertThat(cache.resolve("versions/orders-1")).isSymbolicLink();
        assertThat(cache.resolve("versions/orders-1/6.json")).hasContent("six");
    }

    /** Somebody has moved the one or the other and left a link. */
    @Test
    void whatIsTheSameFolderByALinkStays() throws IOException {
        Files.createSymbolicLink(state, cache);
        StateFolder.adopt(cache, state);
        assertThat(cache.resolve("versions/orders-1")).isDirectory();
        assertThat(cache.resolve("versions/orders-1/7.json")).hasContent("seven");

        Path other = Files.createDirectories(root.resolve("other"));
        Files.move(cache.resolve("versions"), other.resolve("versions"));
        Files.createSymbolicLink(cache.resolve("versions"), other.resolve("versions"));
        StateFolder.adopt(cache, other);
        assertThat(other.resolve("versions/orders-1/7.json")).hasContent("seven");
        assertThat(Files.isSymbolicLink(other.resolve("versions/orders-1"))).isFalse();
    }

    @Test
    void copiesThatKilledProcessesLeftAreDeleted() throws IOException {
        Path left = state.resolve("events/.incoming-1");
        Path fresh = state.resolve("events/.incoming-2");
        write(left.resolve("half"), "x");
        write(fresh.resolve("half"), "x");
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofHours(2))));

        StateFolder.adopt(cache, state);

        assertThat(left).doesNotExist();
        assertThat(fresh).exists();
        assertThat(cache.resolve("events/.incoming-2")).doesNotExist();
    }
}
