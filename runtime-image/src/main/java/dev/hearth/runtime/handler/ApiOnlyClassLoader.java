package dev.hearth.runtime.handler;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/**
 * The parent of a function's class loader: the JDK and what AWS's runtime gives to functions, nothing else of this
 * process.
 *
 * <p>AWS gives the handler API (the package {@code com.amazonaws.services.lambda.runtime} and its {@code logging}) and
 * its serialisation library, which Spring Cloud Function's adapter calls without packing it. Both come from the
 * runtime's own copy, so that a copy in the user's jar loses as it does on Lambda. Everything else the runtime is made
 * of stays hidden, as class, as resource and as service provider; the user's own version of any other library is
 * therefore the only one there is.
 */
final class ApiOnlyClassLoader extends ClassLoader {
    private static final String API = "com.amazonaws.services.lambda.runtime.";
    private static final String API_LOGGING = API + "logging.";
    private static final String SERIALIZATION = API + "serialization.";
    /** The libraries packed into the serialisation library under other names; its public methods return their types. */
    private static final String SERIALIZATION_PARTS = "com.amazonaws.lambda.thirdparty.";

    private static final String AMAZON_FOLDER = "com/amazonaws/";

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader platform;
    private final @Nullable ClassLoader runtime;

    ApiOnlyClassLoader() {
        super(getPlatformClassLoader());
        this.platform = getPlatformClassLoader();
        this.runtime = ApiOnlyClassLoader.class.getClassLoader();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (isShared(name)) {
            return Class.forName(name, false, runtime);
        }
        try {
            return platform.loadClass(name);
        } catch (ClassNotFoundException notInPlatform) {
            if (maybeJdkTool(name)) {
                return jdkTool(name, notInPlatform);
            }
            throw notInPlatform;
        }
    }

    @Override
    protected @Nullable URL findResource(String name) {
        return isSharedClassFile(name) && runtime != null ? runtime.getResource(name) : null;
    }

    @Override
    protected Enumeration<URL> findResources(String name) throws IOException {
        return isSharedClassFile(name) && runtime != null ? runtime.getResources(name) : Collections.emptyEnumeration();
    }

    private static boolean isShared(String className) {
        return className.startsWith(API)
                ? className.indexOf('.', API.length()) < 0
                        || className.startsWith(API_LOGGING)
                        || className.startsWith(SERIALIZATION)
                : className.startsWith(SERIALIZATION_PARTS);
    }

    /** Frameworks read the bytes of interfaces they scan, so the class files are visible too. */
    private static boolean isSharedClassFile(String resource) {
        return resource.startsWith(AMAZON_FOLDER)
                && resource.endsWith(".class")
                && isShared(resource.substring(0, resource.length() - ".class".length())
                        .replace('/', '.'));
    }

    /** The JDK's tools (compiler, attach, …) are named modules of the system loader, not of the platform loader. */
    private static boolean maybeJdkTool(String name) {
        return name.startsWith("com.sun.") || name.startsWith("jdk.") || name.startsWith("sun.");
    }

    private static Class<?> jdkTool(String name, ClassNotFoundException notInPlatform) throws ClassNotFoundException {
        Class<?> found = getSystemClassLoader().loadClass(name);
        if (found.getModule().isNamed()) {
            return found;
        }
        throw notInPlatform;
    }
}
