package dev.hearth.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every input of the corpora, what a fuzzer found among them, keeps every promise of its target. */
class CorpusTest {
    private static final Corpus CORPUS = new Corpus(Path.of("src/test/resources/corpus"));

    @TestFactory
    Stream<DynamicContainer> keepsItsPromises() {
        return Targets.names().stream().map(CorpusTest::inputs);
    }

    private static DynamicContainer inputs(String name) {
        Target target = Targets.of(name);
        return DynamicContainer.dynamicContainer(
                name,
                read(name).entrySet().stream()
                        .map(input -> DynamicTest.dynamicTest(
                                input.getKey(), () -> Budget.OF_SMALL_INPUTS.check(target, input.getValue()))));
    }

    @Test
    void everyTargetHasSeeds() {
        assertThat(Targets.names()).allSatisfy(name -> assertThat(read(name)).isNotEmpty());
    }

    private static SortedMap<String, byte[]> read(String name) {
        try {
            return CORPUS.of(name);
        } catch (IOException e) {
            throw new UncheckedIOException("target " + name + " has no corpus", e);
        }
    }
}
