package dev.hearth.runtime.handler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.ObjectMapper;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.CustomPojoSerializer;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import example.functions.Echo;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionCodeTest {
    @TempDir
    private Path folder;

    private FunctionFolder code() {
        return new FunctionFolder(folder);
    }

    @Test
    void theUsersClassesComeFromItsFolder() throws Exception {
        Class<?> echo = code().with(Echo.class).open().loadClass(Echo.class.getName());

        assertThat(echo).isNotSameAs(Echo.class).isAssignableTo(RequestHandler.class);
        assertThat(echo.getProtectionDomain().getCodeSource().getLocation())
                .isEqualTo(folder.toUri().toURL());
    }

    @Test
    void theFolderComesBeforeItsJarsAndTheJarsInLexicalOrder() throws Exception {
        ClassLoader loader = code().file("which.txt", "folder".getBytes(UTF_8))
                .jar("b.jar", Map.of("which.txt", "b".getBytes(UTF_8), "jar.txt", "b".getBytes(UTF_8)))
                .jar("a.jar", Map.of("which.txt", "a".getBytes(UTF_8), "jar.txt", "a".getBytes(UTF_8)))
                .jar("C.jar", Map.of("jar.txt", "C".getBytes(UTF_8)))
                .file("lib/0.zip", new byte[0])
                .open();

        assertThat(text(loader.getResource("which.txt"))).isEqualTo("folder");
        assertThat(Collections.list(loader.getResources("jar.txt")).stream().map(FunctionCodeTest::text))
                .containsExactly("C", "a", "b");
    }

    @Test
    void aCopyOfTheHandlerApiInTheUsersCodeLoses() throws Exception {
        ClassLoader loader = code().with(Context.class, LogLevel.class, CustomPojoSerializer.class)
                .open();

        assertThat(loader.loadClass(Context.class.getName())).isSameAs(Context.class);
        assertThat(loader.loadClass(LogLevel.class.getName())).isSameAs(LogLevel.class);
        assertThat(loader.loadClass(CustomPojoSerializer.class.getName())).isSameAs(CustomPojoSerializer.class);
    }

    /** Spring Cloud Function's adapter needs it to be there, as the runtime on Lambda has it. */
    @ParameterizedTest
    @ValueSource(classes = {PojoSerializer.class, LambdaEventSerializers.class, ObjectMapper.class})
    void awssSerialisationLibraryIsThereAndACopyInTheUsersCodeLoses(Class<?> type) throws Exception {
        ClassLoader loader = code().with(type).open();

        assertThat(loader.loadClass(type.getName())).isSameAs(type);
        assertThat(loader.getParent().getResource(FunctionFolder.entry(type))).isNotNull();
    }

    @Test
    void aClassOfTheUsersInTheApisPackageIsFound() throws Exception {
        String name = "com.amazonaws.services.lambda.runtime.events.SQSEvent";

        assertThat(code().with(SQSEvent.class).open().loadClass(name)).isNotSameAs(SQSEvent.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev.hearth.runtime.handler.Handler",
                "com.amazonaws.services.lambda.runtime.api.client.AWSLambda",
                "com.amazonaws.services.lambda.runtime.events.SQSEvent",
                "org.junit.jupiter.api.Test"
            })
    void nothingElseOfTheProcessIsVisible(String name) throws Exception {
        ClassLoader loader = code().open();

        assertThatThrownBy(() -> loader.loadClass(name)).isInstanceOf(ClassNotFoundException.class);
        String file = name.replace('.', '/') + ".class";
        assertThat(loader.getResource(file)).isNull();
        assertThat(loader.getResources(file).hasMoreElements()).isFalse();
        assertThat(loader.getParent().getResource(file)).isNull();
    }

    @Test
    void serviceProvidersOfTheProcessAreHidden() throws Exception {
        assertThat(PojoSerializer.class
                        .getClassLoader()
                        .getResources("META-INF/MANIFEST.MF")
                        .hasMoreElements())
                .isTrue();
        assertThat(code().open().getResources("META-INF/MANIFEST.MF").hasMoreElements())
                .isFalse();
        assertThat(code().open().getResource("META-INF/services/org.junit.platform.engine.TestEngine"))
                .isNull();
    }

    @Test
    void theBytesOfTheHandlerApiAreReadable() {
        assertThat(code().open().getResource(FunctionFolder.entry(LambdaLogger.class)))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.sql.Connection",
                "java.awt.Color",
                "com.sun.net.httpserver.HttpServer",
                "com.sun.source.tree.Tree"
            })
    void theWholeJdkIsVisible(String name) throws Exception {
        assertThat(code().open().loadClass(name)).isSameAs(Class.forName(name));
    }

    @Test
    void theLoaderHasNoNameBecauseFramesWouldShowIt() {
        assertThat(code().open().getName()).isNull();
    }

    @Test
    void aMissingFolderIsNamed() {
        assertThatThrownBy(() -> FunctionCode.open(folder.resolve("nowhere")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nowhere is not a folder");
    }

    private static String text(URL url) {
        try (InputStream in = url.openStream()) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
