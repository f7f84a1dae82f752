package dev.hearth.gateway.catalog.manifest.cel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An expression that can be evaluated. Values are String, Long, Double, Boolean, {@code byte[]}, List and Map with String
 * keys. {@code &&} and {@code ||} forgive an error on one side when the other decides, as in CEL.
 */
public final class CelExpression {
    private final Expression expression;

    private CelExpression(Expression expression) {
        this.expression = expression;
    }

    /** @throws CelException it is no expression, or uses a function that is not implemented here */
    public static CelExpression of(String text) {
        return new CelExpression(ExpressionParser.parse(text));
    }

    /** @throws CelException the expression has no value for these variables */
    public Object evaluate(Map<String, Object> variables) {
        return new Scope(variables).value(expression);
    }

    private record Scope(Map<String, Object> variables) {
        Object value(Expression expression) {
            return switch (expression) {
                case Expression.Literal literal -> literal.value();
                case Expression.Items items -> values(items.items());
                case Expression.Name name -> field(variables, name.name());
                case Expression.Select select -> field(map(value(select.of())), select.field());
                case Expression.Has has -> map(value(has.of())).containsKey(has.field());
                case Expression.Index index -> index(value(index.of()), value(index.key()));
                case Expression.Not not -> !bool(not.of());
                case Expression.And and -> decide(and.left(), and.right(), false);
                case Expression.Or or -> decide(or.left(), or.right(), true);
                case Expression.Conditional choice -> value(bool(choice.condition()) ? choice.yes() : choice.no());
                case Expression.Binary binary -> binary.operator().apply(value(binary.left()), value(binary.right()));
                case Expression.Call call -> Functions.call(call.name(), values(call.arguments()));
                case Expression.Over over -> over(over);
            };
        }

        private List<Object> values(List<Expression> expressions) {
            return expressions.stream().map(this::value).toList();
        }

        /** @param decisive the value that settles the matter, whatever the other side is */
        private boolean decide(Expression left, Expression right, boolean decisive) {
            try {
                if (bool(left) == decisive) {
                    return decisive;
                }
            } catch (CelException e) {
                if (bool(right) == decisive) {
                    return decisive;
                }
                throw e;
            }
            return bool(right);
        }

        private boolean bool(Expression expression) {
            if (value(expression) instanceof Boolean bool) {
                return bool;
            }
            throw new CelException("no such overload: a condition must be true or false");
        }

        private Object over(Expression.Over over) {
            List<Object> range = range(value(over.range()));
            return switch (over.macro()) {
                case ALL -> !anyIs(false, over, range);
                case EXISTS -> anyIs(true, over, range);
                case EXISTS_ONE -> filter(over, range).size() == 1;
                case FILTER -> filter(over, range);
                case MAP ->
                    range.stream()
                            .map(item -> with(over.variable(), item).value(over.body()))
                            .toList();
            };
        }

        /** Whether the body has this value for one item at least; an error counts only when none has. */
        private boolean anyIs(boolean wanted, Expression.Over over, List<Object> range) {
            List<CelException> errors = new ArrayList<>();
            for (Object item : range) {
                try {
                    if (with(over.variable(), item).bool(over.body()) == wanted) {
                        return true;
                    }
                } catch (CelException e) {
                    errors.add(e);
                }
            }
            errors.stream().findFirst().ifPresent(e -> {
                throw e;
            });
            return false;
        }

        private List<Object> filter(Expression.Over over, List<Object> range) {
            return range.stream()
                    .filter(item -> with(over.variable(), item).bool(over.body()))
                    .toList();
        }

        private Scope with(String variable, Object value) {
            Map<String, Object> inner = new HashMap<>(variables);
            inner.put(variable, value);
            return new Scope(inner);
        }
    }

    private static List<Object> range(Object value) {
        Collection<?> items = switch (value) {
            case List<?> list -> list;
            case Map<?, ?> map -> map.keySet();
            default -> throw new CelException("cannot iterate over " + value);
        };
        return List.copyOf(items);
    }

    private static Object index(Object of, Object key) {
        if (of instanceof List<?> list && key instanceof Long at && at >= 0 && at < list.size()) {
            return list.get(at.intValue());
        }
        return field(map(of), String.valueOf(key));
    }

    private static Object field(Map<?, ?> map, String name) {
        Object value = map.get(name);
        if (value == null) {
            throw new CelException("no such key: " + name);
        }
        return value;
    }

    private static Map<?, ?> map(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new CelException("no such key: it is no map");
    }
}
