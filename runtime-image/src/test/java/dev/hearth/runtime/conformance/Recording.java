package dev.hearth.runtime.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * What AWS's client answered, for the tests that ask a whole installation the same: {@code answers.tsv} and the functions' folders
 * as packages. Columns: handler, package, whether an Android client asks, event, kind of answer, error type, body, whether an
 * answer of Hearth's own is on purpose. Event and body are base64; bodies are bytes in ISO 8859-1.
 */
record Recording(Path target) {
    void write(List<Comparison> comparisons, FunctionFolders folders) throws IOException {
        Files.createDirectories(target);
        List<String> lines = new ArrayList<>();
        for (Comparison comparison : comparisons) {
            for (int i = 0; i < comparison.wanted().events().size(); i++) {
                lines.add(line(comparison, i));
            }
        }
        Files.write(target.resolve("answers.tsv"), lines);
        for (String folder :
                lines.stream().map(line -> line.split("\t")[1]).distinct().toList()) {
            pack(folders.folder(folder), target.resolve(folder + ".jar"));
        }
    }

    private static String line(Comparison comparison, int index) {
        Case wanted = comparison.wanted();
        Case.Event event = wanted.events().get(index);
        Answer answer = comparison.aws().answers().get(index);
        boolean onPurpose = OnPurpose.DIFFERENCES.containsKey(wanted.name() + " " + event.text());
        return String.join(
                "\t",
                wanted.handler(),
                wanted.folder(),
                Boolean.toString(event.android()),
                base64(event.payload()),
                answer.kind(),
                answer.errorType(),
                base64(answer.body().getBytes(StandardCharsets.ISO_8859_1)),
                Boolean.toString(onPurpose));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static void pack(Path folder, Path jar) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                zip.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
                Files.copy(file, zip);
            }
        }
    }
}
