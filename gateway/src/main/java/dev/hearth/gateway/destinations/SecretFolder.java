package dev.hearth.gateway.destinations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Secrets of one machine: a folder for each, in it a file for each entry, as a pod has them mounted. */
public record SecretFolder(Path folder) implements Secrets {
    @Override
    public Map<String, String> read(String namespace, String name) throws IOException {
        Path secret = folder.resolve(name);
        if (!Files.isDirectory(secret)) {
            throw new IOException("there is no secret '" + name
                    + "': make a folder for it with a file for each entry, such as " + secret.resolve("token"));
        }
        List<Path> files;
        try (Stream<Path> found = Files.list(secret)) {
            files = found.filter(Files::isRegularFile).toList();
        }
        Map<String, String> entries = new HashMap<>();
        for (Path file : files) {
            entries.put(
                    String.valueOf(file.getFileName()), Files.readString(file).strip());
        }
        return entries;
    }
}
