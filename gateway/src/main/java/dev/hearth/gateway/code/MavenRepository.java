package dev.hearth.gateway.code;

import dev.hearth.crds.MavenCode;
import dev.hearth.gateway.code.CodeRefusal.Reason;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Where a Maven repository keeps an artifact. Layout: maven.apache.org/repository/layout.html; a snapshot's file is named in the
 * {@code maven-metadata.xml} beside it.
 */
final class MavenRepository {
    private static final String SNAPSHOT = "-SNAPSHOT";

    private MavenRepository() {}

    /** Reads a small file of the repository to disk. */
    interface Reader {
        void read(URI address, Path target);
    }

    static boolean isSnapshot(MavenCode code) {
        return code.getVersion().endsWith(SNAPSHOT);
    }

    /** Address of a release's file. */
    static URI file(MavenCode code) {
        return file(code, code.getVersion());
    }

    /** Address of the list of a snapshot's files. */
    static URI metadata(MavenCode code) {
        return folder(code).resolve("maven-metadata.xml");
    }

    /** Address of the newest file of a snapshot. */
    static URI newest(MavenCode code, Path metadata) {
        NodeList versions = parse(code, metadata).getElementsByTagName("snapshotVersion");
        for (int i = 0; i < versions.getLength(); i++) {
            Element version = (Element) versions.item(i);
            if (text(version, "extension").equals(code.getExtension())
                    && text(version, "classifier")
                            .equals(Optional.ofNullable(code.getClassifier()).orElse(""))) {
                return file(code, text(version, "value"));
            }
        }
        throw new CodeRefusal(
                Reason.CodeNotFound,
                metadata(code) + " names no " + code.getExtension() + " of version " + code.getVersion());
    }

    private static Document parse(MavenCode code, Path metadata) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder().parse(metadata.toFile());
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the JDK's XML parser knows these features", e);
        } catch (SAXException | IOException e) {
            throw new CodeRefusal(Reason.CodeUnreachable, metadata(code) + " is not what Maven writes: " + e, e);
        }
    }

    private static String text(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent().trim();
    }

    private static URI folder(MavenCode code) {
        String base = code.getRepository();
        return URI.create((base.endsWith("/") ? base : base + "/")
                + code.getGroupId().replace('.', '/') + "/" + code.getArtifactId() + "/" + code.getVersion() + "/");
    }

    private static URI file(MavenCode code, String version) {
        String classifier = Optional.ofNullable(code.getClassifier())
                .map(value -> "-" + value)
                .orElse("");
        return folder(code).resolve(code.getArtifactId() + "-" + version + classifier + "." + code.getExtension());
    }
}
