package dev.hearth.gateway.catalog.manifest.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * The documents of a text; each item of a {@code v1 List} counts as one.
 *
 * @param documents those before the problem, if there is one
 * @param broken why the rest could not be read
 */
public record YamlFile(List<YamlDocument> documents, Optional<YamlProblem> broken) {
    private static final int MAX_DEPTH = 50;

    public static YamlFile parse(String text) {
        var options = new LoaderOptions();
        options.setCodePointLimit(text.length() + 1);
        options.setNestingDepthLimit(MAX_DEPTH);
        List<YamlDocument> documents = new ArrayList<>();
        try {
            var parser = new CountedEvents(new ParserImpl(new StreamReader(text), options));
            var composer = new Composer(parser, new KubernetesResolver(), options);
            while (composer.checkNode()) {
                add(documents, composer.getNode());
            }
            return new YamlFile(documents, Optional.empty());
        } catch (YAMLException e) {
            return new YamlFile(documents, Optional.of(problem(text, e)));
        }
    }

    private static void add(List<YamlDocument> documents, Node root) {
        if (root instanceof MappingNode list && value(list, "kind").equals("List")) {
            list.getValue().stream()
                    .filter(entry -> name(entry).equals("items"))
                    .filter(entry -> entry.getValueNode() instanceof SequenceNode)
                    .flatMap(entry -> ((SequenceNode) entry.getValueNode()).getValue().stream())
                    .forEach(item -> documents.add(YamlDocument.of(item)));
        } else {
            documents.add(YamlDocument.of(root));
        }
    }

    private static String value(MappingNode node, String name) {
        return node.getValue().stream()
                .filter(entry -> name(entry).equals(name))
                .filter(entry -> entry.getValueNode() instanceof ScalarNode)
                .map(entry -> ((ScalarNode) entry.getValueNode()).getValue())
                .findFirst()
                .orElse("");
    }

    private static String name(NodeTuple entry) {
        return entry.getKeyNode() instanceof ScalarNode key ? key.getValue() : "";
    }

    private static YamlProblem problem(String text, YAMLException e) {
        return switch (e) {
            case MarkedYAMLException marked -> new YamlProblem(line(marked), "", sentence(marked));
            case ReaderException reader -> new YamlProblem(line(text, reader.getPosition()), "", unprintable(reader));
            default -> new YamlProblem(1, "", "is no YAML that is taken: " + e.getMessage());
        };
    }

    private static int line(MarkedYAMLException e) {
        Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
        return mark == null ? 1 : mark.getLine() + 1;
    }

    private static int line(String text, int position) {
        return 1
                + (int) text.codePoints().limit(position).filter(c -> c == '\n').count();
    }

    private static String sentence(MarkedYAMLException e) {
        String context = e.getContext() == null ? "" : " " + e.getContext();
        return "is no YAML: " + e.getProblem() + context;
    }

    private static String unprintable(ReaderException e) {
        return "is no YAML: it holds the control character U+%04X; remove it".formatted(e.getCodePoint());
    }
}
