package dev.hearth.runtime.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.code.CodePackage;
import example.functions.Echo;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An uber jar that kept the signature of one of its parts: a JVM refuses it, Lambda does not look at it. */
class SignedJarIT {
    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final String CLASS = Echo.class.getName().replace('.', '/') + ".class";

    @TempDir
    private Path folder;

    @Test
    void aJarWhoseSignatureNoLongerHoldsRuns() throws Exception {
        Path uber = withAnotherManifest(signed(jar()));
        try (URLClassLoader asJar = new URLClassLoader(new URL[] {uber.toUri().toURL()}, null)) {
            assertThatThrownBy(() -> asJar.loadClass(Echo.class.getName())).isInstanceOf(SecurityException.class);
        }
        Path unpacked = Files.createDirectory(folder.resolve("task"));

        CodePackage.unpack(uber, unpacked);

        assertThat(FunctionCode.open(unpacked).classLoader().loadClass(Echo.class.getName()))
                .isNotSameAs(Echo.class);
    }

    private Path jar() throws IOException {
        Path jar = folder.resolve("part.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar));
                InputStream content = Echo.class.getClassLoader().getResourceAsStream(CLASS)) {
            zip.putNextEntry(new ZipEntry(MANIFEST));
            zip.write("Manifest-Version: 1.0\n\n".getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry(CLASS));
            content.transferTo(zip);
        }
        return jar;
    }

    private Path signed(Path jar) throws Exception {
        String keys = folder.resolve("keys.p12").toString();
        jdk(
                "keytool",
                "-genkeypair",
                "-alias",
                "bc",
                "-dname",
                "CN=bc",
                "-keyalg",
                "RSA",
                "-storepass",
                "password",
                "-keystore",
                keys);
        jdk("jarsigner", "-keystore", keys, "-storepass", "password", jar.toString(), "bc");
        return jar;
    }

    private static void jdk(String tool, String... arguments) throws Exception {
        Path program = Path.of(System.getProperty("java.home"), "bin", tool);
        Process process = new ProcessBuilder(Stream.concat(Stream.of(program.toString()), List.of(arguments).stream())
                        .toList())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    private Path withAnotherManifest(Path signed) throws IOException {
        Path uber = folder.resolve("uber.jar");
        try (ZipFile in = new ZipFile(signed.toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(uber))) {
            for (ZipEntry entry : in.stream().toList()) {
                out.putNextEntry(new ZipEntry(entry.getName()));
                String begin = entry.getName().equals(MANIFEST) ? "Built-By: a build tool\n" : "";
                out.write(begin.getBytes(StandardCharsets.UTF_8));
                in.getInputStream(entry).transferTo(out);
            }
        }
        return uber;
    }
}
