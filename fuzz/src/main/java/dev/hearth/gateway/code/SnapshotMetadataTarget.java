package dev.hearth.gateway.code;

import dev.hearth.fuzz.Finding;
import dev.hearth.fuzz.Parts;
import dev.hearth.fuzz.Target;
import dev.hearth.fuzz.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;

/**
 * Metadata of Maven repositories, whose owner writes what he likes: refused with the exceptions that are declared, or a version that is
 * safe in an address. What Maven writes is found again, whatever lies around it.
 */
public final class SnapshotMetadataTarget implements Target {
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9._+-]+");

    private final Path file = new TemporaryFolder().path().resolve("maven-metadata.xml");

    @Override
    public void check(byte[] input) throws IOException {
        Files.write(file, input);
        any();
        written(new Parts(input));
    }

    private void any() {
        try {
            SnapshotMetadata.value(file, "jar", "")
                    .ifPresent(value -> Finding.unless(
                            SAFE.matcher(value).matches() && value.length() <= 200,
                            "a version that is none: " + value));
        } catch (IOException | XMLStreamException declared) {
            return;
        }
    }

    /** A good one, with names and texts from the input. */
    private void written(Parts parts) throws IOException {
        String extension = word(parts);
        String classifier = word(parts);
        String other = word(parts);
        String value = word(parts);
        Files.writeString(
                file,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<metadata><versioning><snapshotVersions>"
                        + version(other + "x", "", "1")
                        + version(extension, classifier + "-" + other, "2")
                        + version(extension, classifier, value)
                        + version(extension, classifier, "4")
                        + "</snapshotVersions></versioning></metadata>");
        boolean shadowed = (other + "x").equals(extension) && classifier.isEmpty();
        try {
            Finding.unlessEqual(
                    SnapshotMetadata.value(file, extension, classifier),
                    Optional.of(shadowed ? "1" : value),
                    "the version of " + extension + " " + classifier);
        } catch (XMLStreamException e) {
            throw new Finding("what Maven writes is refused", e);
        }
    }

    private static String version(String extension, String classifier, String value) {
        return "<snapshotVersion>" + (classifier.isEmpty() ? "" : "<classifier>" + classifier + "</classifier>")
                + "<extension>" + extension + "</extension><value>" + value
                + "</value><updated>20261130</updated></snapshotVersion>";
    }

    private static String word(Parts parts) {
        String word = parts.latin1().replaceAll("[^A-Za-z0-9._+-]", "");
        return word.isEmpty() ? "w" : word.substring(0, Math.min(word.length(), 100));
    }
}
