package dev.hearth.gateway.catalog.manifest.yaml;

import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/** What unquoted words mean: YAML 1.1 as kubectl's parser reads it, where {@code yes} and {@code n} are booleans. */
final class KubernetesResolver extends Resolver {
    private static final Pattern BOOL =
            Pattern.compile("y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON|n|N|no|No|NO|false|False|FALSE|off|Off|OFF");
    private static final Pattern INT = Pattern.compile("[-+]?(?:0b[01_]+|0x[0-9a-fA-F_]+|0o?[0-7_]+|0|[1-9][0-9_]*)");
    private static final Pattern FLOAT = Pattern.compile(
            "[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN)");
    private static final Pattern NULL = Pattern.compile("~|null|Null|NULL|");
    private static final Pattern MERGE = Pattern.compile("<<");
    private static final int LONGEST = 100;

    @Override
    protected void addImplicitResolvers() {
        addImplicitResolver(Tag.BOOL, BOOL, "yYnNtTfFoO", LONGEST);
        addImplicitResolver(Tag.INT, INT, "-+0123456789", LONGEST);
        addImplicitResolver(Tag.FLOAT, FLOAT, "-+.0123456789", LONGEST);
        addImplicitResolver(Tag.NULL, NULL, "~nN\0", LONGEST);
        addImplicitResolver(Tag.NULL, NULL, null, LONGEST);
        addImplicitResolver(Tag.MERGE, MERGE, "<", LONGEST);
    }
}
