package dev.hearth.gateway.code;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** A snapshot's {@code maven-metadata.xml}, read as a stream: it is written by whoever runs the repository. */
final class SnapshotMetadata {
    private static final String VERSION = "snapshotVersion";
    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9._+-]{1,200}");

    private SnapshotMetadata() {}

    /**
     * The first value for an extension and a classifier.
     *
     * @param classifier empty: none
     * @throws XMLStreamException when it is no XML, or has a document type
     */
    static Optional<String> value(Path metadata, String extension, String classifier)
            throws IOException, XMLStreamException {
        try (InputStream in = Files.newInputStream(metadata)) {
            return value(reader(in), Map.of("extension", extension, "classifier", classifier));
        } catch (RuntimeException e) { // of the JDK's parser: it has no words for some things that are no XML
            throw new XMLStreamException("it cannot be parsed: " + e, e);
        }
    }

    private static Optional<String> value(XMLStreamReader xml, Map<String, String> wanted) throws XMLStreamException {
        while (xml.hasNext()) {
            if (next(xml) == XMLStreamConstants.START_ELEMENT
                    && xml.getLocalName().equals(VERSION)) {
                Map<String, String> version = version(xml);
                if (wanted.entrySet().stream()
                        .allMatch(
                                each -> version.getOrDefault(each.getKey(), "").equals(each.getValue()))) {
                    return Optional.of(value(version.getOrDefault("value", "")));
                }
            }
        }
        return Optional.empty();
    }

    /** It becomes a part of an address. */
    private static String value(String value) throws XMLStreamException {
        if (!VALUE.matcher(value).matches()) {
            throw new XMLStreamException("it has a version that is none");
        }
        return value;
    }

    private static XMLStreamReader reader(InputStream in) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory.createXMLStreamReader(in);
    }

    private static int next(XMLStreamReader xml) throws XMLStreamException {
        int event = xml.next();
        if (event == XMLStreamConstants.DTD) {
            throw new XMLStreamException("it has a document type, which Maven never writes");
        }
        return event;
    }

    private static Map<String, String> version(XMLStreamReader xml) throws XMLStreamException {
        Map<String, String> version = new HashMap<>();
        while (next(xml) != XMLStreamConstants.END_ELEMENT
                || !xml.getLocalName().equals(VERSION)) {
            if (xml.isStartElement() && !xml.getLocalName().equals(VERSION)) {
                version.put(xml.getLocalName(), xml.getElementText().trim());
            }
        }
        return version;
    }
}
