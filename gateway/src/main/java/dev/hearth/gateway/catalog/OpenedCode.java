package dev.hearth.gateway.catalog;

import dev.hearth.code.CodeProblem;
import dev.hearth.code.CodeStore;
import dev.hearth.code.UnpackedCode;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Packages opened before, so that only those that changed are read again. Not thread-safe. */
final class OpenedCode {
    private final CodeStore store;
    private final Map<Path, Opened> opened = new HashMap<>();

    OpenedCode(CodeStore store) {
        this.store = store;
    }

    /** @throws CodeProblem when it cannot be used */
    UnpackedCode open(Path file) {
        return switch (current(file)) {
            case Opened.Good good -> good.code();
            case Opened.Bad bad -> throw bad.problem();
        };
    }

    void keepOnly(Collection<Path> files) {
        opened.keySet().retainAll(files);
    }

    private Opened current(Path file) {
        var stamp = FileStamp.of(file);
        Opened known = opened.get(file);
        if (known != null && stamp.isPresent() && known.stamp().equals(stamp.get())) {
            return known;
        }
        Opened fresh = read(file, stamp.orElse(Opened.NO_FILE));
        opened.put(file, fresh);
        return fresh;
    }

    private Opened read(Path file, FileStamp stamp) {
        try {
            return new Opened.Good(stamp, store.open(file));
        } catch (CodeProblem problem) {
            boolean lasting = problem.reason() != CodeProblem.Reason.UNREADABLE;
            return new Opened.Bad(lasting ? stamp : Opened.NO_FILE, problem);
        }
    }

    private sealed interface Opened {
        FileStamp NO_FILE = new FileStamp(-1, FileTime.fromMillis(0), "");

        FileStamp stamp();

        record Good(FileStamp stamp, UnpackedCode code) implements Opened {}

        record Bad(FileStamp stamp, CodeProblem problem) implements Opened {}
    }
}
