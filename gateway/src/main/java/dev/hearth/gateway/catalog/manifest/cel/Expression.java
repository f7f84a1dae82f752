package dev.hearth.gateway.catalog.manifest.cel;

import java.util.List;

/** A parsed expression. */
sealed interface Expression {
    /** @param value String, Long, Double or Boolean */
    record Literal(Object value) implements Expression {}

    record Items(List<Expression> items) implements Expression {}

    record Name(String name) implements Expression {}

    /** {@code of.field} */
    record Select(Expression of, String field) implements Expression {}

    /** {@code has(of.field)} */
    record Has(Expression of, String field) implements Expression {}

    /** {@code of[key]} */
    record Index(Expression of, Expression key) implements Expression {}

    record Not(Expression of) implements Expression {}

    record And(Expression left, Expression right) implements Expression {}

    record Or(Expression left, Expression right) implements Expression {}

    /** {@code condition ? yes : no} */
    record Conditional(Expression condition, Expression yes, Expression no) implements Expression {}

    record Binary(Operator operator, Expression left, Expression right) implements Expression {}

    /** {@code name(arguments)}; in {@code a.name(b)} the first argument is {@code a}. */
    record Call(String name, List<Expression> arguments) implements Expression {}

    /** {@code range.all(variable, body)} and its relatives. */
    record Over(Macro macro, Expression range, String variable, Expression body) implements Expression {}

    enum Macro {
        ALL,
        EXISTS,
        EXISTS_ONE,
        FILTER,
        MAP
    }
}
