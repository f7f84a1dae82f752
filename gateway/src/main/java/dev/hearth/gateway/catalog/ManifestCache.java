package dev.hearth.gateway.catalog;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Manifests read before, so that only files that changed are read again. Not thread-safe. */
final class ManifestCache {
    private final Function<Path, List<Declared>> reader;
    private final Map<Path, Read> known = new HashMap<>();

    ManifestCache(Function<Path, List<Declared>> reader) {
        this.reader = reader;
    }

    /** Everything declared in these files, in their order. */
    List<Declared> read(Collection<Path> files) {
        known.keySet().retainAll(files);
        return files.stream().flatMap(file -> read(file).stream()).toList();
    }

    private List<Declared> read(Path file) {
        Optional<FileStamp> stamp = FileStamp.of(file);
        if (stamp.isEmpty()) {
            return List.of();
        }
        Read before = known.get(file);
        if (before == null || !before.stamp().equals(stamp.get())) {
            before = new Read(stamp.get(), reader.apply(file));
            known.put(file, before);
        }
        return before.declared();
    }

    private record Read(FileStamp stamp, List<Declared> declared) {}
}
