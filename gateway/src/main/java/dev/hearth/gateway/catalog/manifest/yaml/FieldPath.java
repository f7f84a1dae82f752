package dev.hearth.gateway.catalog.manifest.yaml;

/** Paths of fields in the API server's form. */
public final class FieldPath {
    private FieldPath() {}

    public static String child(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    public static String entry(String path, String key) {
        return path + "[" + key + "]";
    }

    public static String item(String path, int index) {
        return path + "[" + index + "]";
    }
}
