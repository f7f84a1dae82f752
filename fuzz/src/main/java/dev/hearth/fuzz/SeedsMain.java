package dev.hearth.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the corpus of text files as the bytes that the fuzzer starts from: {@code SeedsMain TEXTS TARGET FOLDER}. */
public final class SeedsMain {
    private SeedsMain() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[2]));
        for (var seed : new Corpus(Path.of(arguments[0])).of(arguments[1]).entrySet()) {
            Files.write(folder.resolve("seed-" + seed.getKey()), seed.getValue());
        }
    }
}
