package dev.hearth.runtime.handler;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A function's unpacked code, seen through a class loader of its own.
 *
 * <p>The class path is Lambda's: the folder itself, then {@code lib/*.jar} in lexical order. A fat jar needs nothing
 * more once it is unpacked into the folder. The loader has no name, because a name would show in every stack frame.
 * Make it the context class loader of the thread before {@link HandlerLoader#load}: static initialisers rely on it.
 */
public final class FunctionCode {
    private final URLClassLoader classLoader;

    private FunctionCode(URLClassLoader classLoader) {
        this.classLoader = classLoader;
    }

    /** Opens the code; nothing is read from it but the names in {@code lib}. */
    public static FunctionCode open(Path unpackedCode) {
        File folder = unpackedCode.toFile();
        if (!folder.isDirectory()) {
            throw new IllegalArgumentException(
                    "function code " + unpackedCode + " is not a folder: unpack the jar or zip there");
        }
        List<URL> classPath = new ArrayList<>();
        classPath.add(url(folder));
        addJars(new File(folder, "lib"), classPath);
        return new FunctionCode(new URLClassLoader(classPath.toArray(new URL[0]), new ApiOnlyClassLoader()));
    }

    /** The loader that sees the user's classes, the handler API and the JDK. */
    public ClassLoader classLoader() {
        return classLoader;
    }

    private static void addJars(File folder, List<URL> classPath) {
        String[] names = folder.list();
        if (names == null) {
            return;
        }
        Arrays.sort(names);
        for (String name : names) {
            if (name.endsWith(".jar") && name.length() > ".jar".length()) {
                classPath.add(url(new File(folder, name)));
            }
        }
    }

    private static URL url(File file) {
        try {
            return file.toURI().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("no URL for " + file, e);
        }
    }
}
