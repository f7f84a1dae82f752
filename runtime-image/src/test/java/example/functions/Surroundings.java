package example.functions;

import com.amazonaws.services.lambda.runtime.Context;

/** What a function sees of the world around its code. */
public class Surroundings {
    public String contextLoader() {
        return String.valueOf(Thread.currentThread().getContextClassLoader() == Surroundings.class.getClassLoader());
    }

    public String apiLoaderIsNotMine() {
        return String.valueOf(Context.class.getClassLoader() == Surroundings.class.getClassLoader());
    }

    public String location() {
        String location = Surroundings.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        return location.substring(location.lastIndexOf('/', location.length() - 2));
    }

    public String resource(String name) {
        return String.valueOf(Surroundings.class.getResource(name) != null);
    }

    public String load(String className) throws ClassNotFoundException {
        return Class.forName(className).getName();
    }
}
