package dev.hearth.gateway.catalog.manifest.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.hearth.fuzz.Finding;
import dev.hearth.fuzz.Target;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Expressions: refused with the exception that is declared or evaluated, and where both our CEL and Google's have a value, it
 * is the same. Functions that Google's has only as an extension are left to the tests of rules.
 */
public final class CelTarget implements Target {
    /** Macros in each other multiply; rules are our own, and evaluation is not bounded. Each macro has a comma. */
    private static final int MAX_COMMAS = 8;

    private static final Map<String, Object> VARIABLES = Map.of(
            "self",
            Map.of(
                    "name",
                    "orders",
                    "size",
                    3L,
                    "ratio",
                    0.5,
                    "on",
                    true,
                    "tags",
                    List.of("a", "b", "a"),
                    "counts",
                    List.of(1L, 2L, 3L),
                    "labels",
                    Map.of("team", "x", "a/b", "y")));

    private final CelCompiler compiler = CelCompilerFactory.standardCelCompilerBuilder()
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addLibraries(CelExtensions.strings())
            .addFunctionDeclarations(CelFunctionDecl.newFunctionDeclaration(
                    "sum",
                    CelOverloadDecl.newMemberOverload("sum_list", SimpleType.INT, ListType.create(SimpleType.INT))))
            .addVar("self", SimpleType.DYN)
            .build();
    private final CelRuntime runtime = CelRuntimeFactory.standardCelRuntimeBuilder()
            .addLibraries(CelExtensions.strings())
            .build();

    @Override
    public void check(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        if (text.chars().filter(c -> c == ',').count() > MAX_COMMAS) {
            return;
        }
        Optional<Object> ours = ours(text);
        Finding.unlessEqual(ours(text).map(CelTarget::plain), ours.map(CelTarget::plain), "has two values");
        if (ours.isPresent()) {
            reference(text)
                    .ifPresent(value -> Finding.unlessEqual(
                            plain(ours.get()), plain(value), "differs from the reference: " + text));
        }
    }

    private static Optional<Object> ours(String text) {
        try {
            return Optional.of(CelExpression.of(text).evaluate(VARIABLES));
        } catch (CelException e) {
            return Optional.empty();
        }
    }

    private Optional<Object> reference(String text) {
        try {
            CelAbstractSyntaxTree tree = compiler.compile(text).getAst();
            return Optional.ofNullable(runtime.createProgram(tree).eval(VARIABLES));
        } catch (CelValidationException | CelEvaluationException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** With equal numbers, lists and bytes for both. */
    private static Object plain(Object value) {
        return switch (value) {
            case Optional<?> none -> "null";
            case byte[] bytes -> new String(bytes, StandardCharsets.ISO_8859_1);
            case List<?> list ->
                list.stream().map(item -> plain(Objects.requireNonNull(item))).toList();
            default -> value.toString();
        };
    }
}
