package dev.hearth.gateway.catalog.manifest.cel;

/** Takes quotes and escapes off a string literal. */
final class Quoted {
    private Quoted() {}

    static String text(String literal) {
        var text = new StringBuilder();
        for (int i = 1; i < literal.length() - 1; i++) {
            char c = literal.charAt(i);
            text.append(c == '\\' ? escaped(literal.charAt(++i)) : c);
        }
        return text.toString();
    }

    private static char escaped(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case '\\', '\'', '"', '?', '`' -> c;
            default -> throw new CelException("unknown escape \\" + c);
        };
    }
}
