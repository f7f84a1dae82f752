package dev.hearth.gateway.catalog.manifest.cel;

import dev.hearth.gateway.catalog.manifest.cel.Expression.Macro;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parses by recursive descent, from the loosest to the tightest operator. One object per expression. */
final class ExpressionParser {
    private static final Map<String, Macro> MACROS = Map.of(
            "all", Macro.ALL,
            "exists", Macro.EXISTS,
            "exists_one", Macro.EXISTS_ONE,
            "filter", Macro.FILTER,
            "map", Macro.MAP);

    private static final int COMPARISON = 1;
    private static final int TIGHTEST = 2;

    private static final int MAX_DEPTH = 100;

    private final Tokens tokens;
    private int depth;

    private ExpressionParser(String expression) {
        this.tokens = new Tokens(expression);
    }

    /** @throws CelException it is no expression, or uses what is not implemented here */
    static Expression parse(String expression) {
        var parser = new ExpressionParser(expression);
        Expression parsed = parser.conditional();
        if (parser.tokens.peek().kind() != Tokens.Kind.END) {
            throw new CelException("unexpected '" + parser.tokens.peek().text() + "' in " + expression);
        }
        return parsed;
    }

    private Expression conditional() {
        Expression condition = or();
        if (!tokens.takeIf("?")) {
            return condition;
        }
        Expression yes = or();
        tokens.expect(":");
        return new Expression.Conditional(condition, yes, conditional());
    }

    private Expression or() {
        Expression left = and();
        while (tokens.takeIf("||")) {
            left = new Expression.Or(left, and());
        }
        return left;
    }

    private Expression and() {
        Expression left = binary(COMPARISON);
        while (tokens.takeIf("&&")) {
            left = new Expression.And(left, binary(COMPARISON));
        }
        return left;
    }

    private Expression binary(int rank) {
        if (rank > TIGHTEST) {
            return unary();
        }
        Expression left = binary(rank + 1);
        for (Optional<Operator> next = operator(rank); next.isPresent(); next = operator(rank)) {
            left = new Expression.Binary(next.get(), left, binary(rank + 1));
        }
        return left;
    }

    private Optional<Operator> operator(int rank) {
        for (Operator operator : Operator.values()) {
            if (operator.rank() == rank && tokens.takeIf(operator.text())) {
                return Optional.of(operator);
            }
        }
        return Optional.empty();
    }

    private Expression unary() {
        if (depth == MAX_DEPTH) {
            throw new CelException("is nested more than " + MAX_DEPTH + " deep");
        }
        depth++;
        Expression parsed = tokens.takeIf("!") ? new Expression.Not(unary()) : member(primary());
        depth--;
        return parsed;
    }

    private Expression member(Expression of) {
        Expression result = of;
        while (true) {
            if (tokens.takeIf(".")) {
                result = selectOrCall(result, tokens.name());
            } else if (tokens.takeIf("[")) {
                result = new Expression.Index(result, conditional());
                tokens.expect("]");
            } else {
                return result;
            }
        }
    }

    private Expression selectOrCall(Expression of, String name) {
        if (!tokens.takeIf("(")) {
            return new Expression.Select(of, name);
        }
        Macro macro = MACROS.get(name);
        return macro == null ? call(name, of) : over(macro, of);
    }

    private Expression over(Macro macro, Expression range) {
        String variable = tokens.name();
        tokens.expect(",");
        Expression body = conditional();
        tokens.expect(")");
        return new Expression.Over(macro, range, variable, body);
    }

    private Expression call(String name, Expression... first) {
        List<Expression> arguments = new ArrayList<>(List.of(first));
        arguments.addAll(list(")"));
        if (arguments.isEmpty() || Functions.arguments(name) != arguments.size()) {
            throw new CelException("undeclared reference to '" + name + "'");
        }
        return new Expression.Call(name, arguments);
    }

    private List<Expression> list(String end) {
        List<Expression> items = new ArrayList<>();
        while (!tokens.takeIf(end)) {
            if (!items.isEmpty()) {
                tokens.expect(",");
            }
            items.add(conditional());
        }
        return items;
    }

    private Expression primary() {
        Tokens.Token token = tokens.take();
        return switch (token.kind()) {
            case TEXT -> new Expression.Literal(Quoted.text(token.text()));
            case NUMBER -> new Expression.Literal(number(token.text()));
            case NAME -> named(token.text());
            case SIGN, END -> bracketed(token.text());
        };
    }

    private static Object number(String text) {
        try {
            return text.contains(".") ? (Object) Double.valueOf(text) : (Object) Long.valueOf(text);
        } catch (NumberFormatException e) {
            throw new CelException("the number " + text + " does not fit into 64 bits");
        }
    }

    private Expression named(String name) {
        if (name.equals("true") || name.equals("false")) {
            return new Expression.Literal(name.equals("true"));
        }
        if (!tokens.takeIf("(")) {
            return new Expression.Name(name);
        }
        return name.equals("has") ? has() : call(name);
    }

    private Expression has() {
        if (member(primary()) instanceof Expression.Select select) {
            tokens.expect(")");
            return new Expression.Has(select.of(), select.field());
        }
        throw new CelException("has() needs a field");
    }

    private Expression bracketed(String sign) {
        if (sign.equals("[")) {
            return new Expression.Items(list("]"));
        }
        if (sign.equals("(")) {
            Expression inner = conditional();
            tokens.expect(")");
            return inner;
        }
        throw new CelException("unexpected '" + sign + "'");
    }
}
