package dev.hearth.gateway.catalog.manifest.cel;

import java.util.Collection;
import java.util.Map;

/** Operators of two values, by rank: the higher binds tighter. */
enum Operator {
    EQUAL("==", 1) {
        @Override
        Object apply(Object left, Object right) {
            return same(left, right);
        }
    },
    NOT_EQUAL("!=", 1) {
        @Override
        Object apply(Object left, Object right) {
            return !same(left, right);
        }
    },
    LESS_OR_EQUAL("<=", 1) {
        @Override
        Object apply(Object left, Object right) {
            return compare(left, right) <= 0;
        }
    },
    GREATER_OR_EQUAL(">=", 1) {
        @Override
        Object apply(Object left, Object right) {
            return compare(left, right) >= 0;
        }
    },
    LESS("<", 1) {
        @Override
        Object apply(Object left, Object right) {
            return compare(left, right) < 0;
        }
    },
    GREATER(">", 1) {
        @Override
        Object apply(Object left, Object right) {
            return compare(left, right) > 0;
        }
    },
    IN("in", 1) {
        @Override
        Object apply(Object left, Object right) {
            return switch (right) {
                case Map<?, ?> map -> map.containsKey(left);
                case Collection<?> items -> items.stream().anyMatch(item -> same(left, item));
                default -> throw mismatch(left, right);
            };
        }
    },
    PLUS("+", 2) {
        @Override
        Object apply(Object left, Object right) {
            return switch (left) {
                case String text when right instanceof String more -> text + more;
                case Long number when right instanceof Long other -> exact(number, other);
                case Double number when right instanceof Double other -> number + other;
                default -> throw mismatch(left, right);
            };
        }
    },
    MINUS("-", 2) {
        @Override
        Object apply(Object left, Object right) {
            return switch (left) {
                case Long number when right instanceof Long other -> exact(number, -other);
                case Double number when right instanceof Double other -> number - other;
                default -> throw mismatch(left, right);
            };
        }
    };

    private final String text;
    private final int rank;

    Operator(String text, int rank) {
        this.text = text;
        this.rank = rank;
    }

    String text() {
        return text;
    }

    int rank() {
        return rank;
    }

    /** @throws CelException there is no such operation on these types */
    abstract Object apply(Object left, Object right);

    final CelException mismatch(Object left, Object right) {
        return new CelException("no such overload: " + left.getClass().getSimpleName() + " " + text + " "
                + right.getClass().getSimpleName());
    }

    final int compare(Object left, Object right) {
        return switch (left) {
            case String text when right instanceof String other -> text.compareTo(other);
            case Number number when right instanceof Number other -> numbers(number, other);
            default -> throw mismatch(left, right);
        };
    }

    private static boolean same(Object left, Object right) {
        boolean numeric = left instanceof Number && right instanceof Number;
        return numeric ? numbers((Number) left, (Number) right) == 0 : left.equals(right);
    }

    private static int numbers(Number left, Number right) {
        return left instanceof Long a && right instanceof Long b
                ? a.compareTo(b)
                : Double.compare(left.doubleValue(), right.doubleValue());
    }

    private static long exact(long left, long right) {
        try {
            return Math.addExact(left, right);
        } catch (ArithmeticException e) {
            throw new CelException("integer overflow");
        }
    }
}
