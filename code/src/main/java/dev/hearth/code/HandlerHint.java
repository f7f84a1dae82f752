package dev.hearth.code;

import java.util.Collection;
import java.util.Optional;

/** Words for those whose handler's class is not where Lambda looks, but somewhere else in the package. */
public final class HandlerHint {
    private static final String CLASS = ".class";

    private HandlerHint() {}

    /**
     * The fix, if one can be seen.
     *
     * @param paths of all files of the package, with slashes
     */
    public static Optional<String> of(String handler, Collection<String> paths) {
        return spelling(handler, paths).or(() -> place(handler, paths));
    }

    private static Optional<String> spelling(String handler, Collection<String> paths) {
        if (handler.contains("::")) {
            return Optional.empty();
        }
        String dotted = handler.replace('#', '.').replace('/', '.');
        int method = dotted.lastIndexOf('.');
        if (paths.contains(file(dotted))) {
            return write(dotted);
        }
        return Optional.of(method)
                .filter(at -> at > 0 && paths.contains(file(dotted.substring(0, at))))
                .flatMap(at -> write(dotted.substring(0, at) + "::" + dotted.substring(at + 1)));
    }

    private static Optional<String> write(String handler) {
        return Optional.of("write the handler as " + handler);
    }

    private static Optional<String> place(String handler, Collection<String> paths) {
        int separator = handler.indexOf("::");
        String file = file(separator < 0 ? handler : handler.substring(0, separator));
        return paths.stream()
                .filter(path -> path.endsWith("/" + file))
                .findFirst()
                .map(path -> place(path, file));
    }

    private static String place(String path, String file) {
        String folder = path.substring(0, path.length() - file.length());
        if (folder.equals("BOOT-INF/classes/") || folder.equals("WEB-INF/classes/")) {
            return "it is in " + folder + ", where only Spring Boot's launcher or a web server looks:"
                    + " build a jar with all classes at its root (Maven's shade plugin, Gradle's shadow plugin),"
                    + " or a zip with your classes at its root and their libraries in lib/";
        }
        return "it is below " + folder + ": zip what is in that folder, not the folder";
    }

    private static String file(String className) {
        return className.replace('.', '/') + CLASS;
    }
}
