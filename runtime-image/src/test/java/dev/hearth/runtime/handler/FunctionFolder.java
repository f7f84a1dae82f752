package dev.hearth.runtime.handler;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** A function's unpacked code, put together from classes of the test class path. */
record FunctionFolder(Path path) {
    FunctionFolder with(Class<?>... types) {
        for (Class<?> type : types) {
            file(entry(type), bytes(type));
        }
        return this;
    }

    FunctionFolder file(String name, byte[] content) {
        try {
            Path file = path.resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    FunctionFolder jar(String name, Map<String, byte[]> entries) throws IOException {
        Path file = path.resolve("lib").resolve(name);
        Files.createDirectories(file.getParent());
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                jar.putNextEntry(new JarEntry(entry.getKey()));
                jar.write(entry.getValue());
            }
        }
        return this;
    }

    ClassLoader open() {
        return FunctionCode.open(path).classLoader();
    }

    static String entry(Class<?> type) {
        return type.getName().replace('.', '/') + ".class";
    }

    static byte[] bytes(Class<?> type) {
        try (InputStream in = type.getClassLoader().getResourceAsStream(entry(type))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
