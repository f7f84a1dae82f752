package dev.hearth.code;

import dev.hearth.code.CodeProblem.Reason;
import java.util.ArrayList;
import java.util.List;

/**
 * An entry of a package, as it will lie in the folder.
 *
 * @param path below the package's root, without {@code .} and slashes that mean nothing; empty: the root itself
 * @param key of its content in the zip
 * @param statedSize bytes, as the zip says, which need not be true
 * @param modified milliseconds since 1970
 */
record PackageEntry(String path, String key, Kind kind, boolean executable, long statedSize, long modified) {
    private static final int MADE_ON_UNIX = 3;
    private static final int MADE_ON_DARWIN = 19;
    private static final int TYPE_MASK = 0170000;
    private static final int TYPE_LINK = 0120000;
    private static final int TYPE_FILE = 0100000;
    private static final int TYPE_FOLDER = 0040000;
    private static final int ANY_EXECUTE = 0111;

    /** What an entry becomes. */
    enum Kind {
        FILE,
        FOLDER,
        LINK
    }

    /**
     * Checks where it would lie and what it would be.
     *
     * @param madeBy the kind of system it was made on
     * @param mode {@code st_mode}, if that is Unix
     * @throws CodeProblem when it is not safe
     */
    static PackageEntry of(ZipName name, int madeBy, int mode, long statedSize, long modified) {
        boolean unix = madeBy == MADE_ON_UNIX || madeBy == MADE_ON_DARWIN;
        Kind kind = kind(name.text(), unix ? mode & TYPE_MASK : 0);
        return new PackageEntry(
                path(name.text()),
                name.key(),
                kind,
                unix && kind == Kind.FILE && (mode & ANY_EXECUTE) != 0,
                kind == Kind.FOLDER ? 0 : statedSize,
                modified);
    }

    private static Kind kind(String name, int type) {
        if (name.endsWith("/")) {
            return Kind.FOLDER;
        }
        return switch (type) {
            case 0, TYPE_FILE -> Kind.FILE;
            case TYPE_LINK -> Kind.LINK;
            case TYPE_FOLDER -> Kind.FOLDER;
            default -> throw unsafe(name, "is a device, a pipe or a socket; a package holds files, folders and links");
        };
    }

    private static String path(String name) {
        if (name.indexOf('\\') >= 0) {
            throw unsafe(
                    name,
                    "has backslashes, which Lambda does not take for folders;"
                            + " build the zip with a tool that writes slashes");
        }
        if (name.isEmpty() || name.startsWith("/") || name.indexOf('\0') >= 0 || hasDrive(name)) {
            throw unsafe(name, "is no path below the package's root");
        }
        return isPlain(name) ? name : normalised(name);
    }

    private static boolean hasDrive(String name) {
        return name.length() > 1 && name.charAt(1) == ':' && Character.isLetter(name.charAt(0));
    }

    /** Almost all names are: no part is empty or consists of dots only. */
    private static boolean isPlain(String name) {
        return !name.startsWith(".") && !name.endsWith("/") && !name.contains("/.") && !name.contains("//");
    }

    /** As unzip tools do it: {@code ./a//b} is {@code a/b}. */
    private static String normalised(String name) {
        List<String> parts = new ArrayList<>();
        for (String part : name.split("/", -1)) {
            if (part.equals("..")) {
                throw unsafe(name, "is no path below the package's root");
            }
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return String.join("/", parts);
    }

    static CodeProblem unsafe(String entry, String why) {
        return new CodeProblem(Reason.UNSAFE, "entry '" + printable(entry) + "' " + why);
    }

    /** A name goes to logs and conditions. */
    static String printable(String entry) {
        String whole = entry.length() <= 200 ? entry : entry.substring(0, 200) + "…";
        StringBuilder text = new StringBuilder(whole);
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i)) || Character.getType(text.charAt(i)) == Character.FORMAT) {
                text.setCharAt(i, '?');
            }
        }
        return text.toString();
    }
}
