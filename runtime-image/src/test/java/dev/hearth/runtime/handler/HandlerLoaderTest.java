package dev.hearth.runtime.handler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.amazonaws.services.lambda.runtime.Context;
import dev.hearth.runtime.conformance.FixedContext;
import example.functions.BrokenConstructor;
import example.functions.BrokenStatic;
import example.functions.Echo;
import example.functions.Methods;
import example.functions.NoDefaultConstructor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandlerLoaderTest {
    private static final Context CONTEXT = new FixedContext("request-1", false);

    @TempDir
    private Path folder;

    @Test
    void callsAnInterfaceHandlerWithItsEvent() throws Throwable {
        Handler handler = load(Echo.class.getName(), Echo.class);

        assertThat(call(handler, "{\"a\":[1,2]}")).isEqualTo("{\"a\":[1,2]}");
    }

    @Test
    void callsANamedMethod() throws Throwable {
        assertThat(call(load(Methods.class.getName() + "::greet", Methods.class), "\"Ada\""))
                .isEqualTo("\"Hello Ada\"");
    }

    @Test
    void callsAStaticMethodOfAClassWithoutConstructor() throws Throwable {
        String handler = NoDefaultConstructor.class.getName() + "::shout";

        assertThat(call(load(handler, NoDefaultConstructor.class), "\"hi\"")).isEqualTo("\"HI\"");
    }

    @Test
    void theLogSaysWhereAMissingClassIsAndTheAnswerDoesNot() throws Exception {
        Files.createFile(Files.createDirectories(folder.resolve("app/pk")).resolve("P.class"));
        Handler handler =
                HandlerLoader.load("pk.P::h", FunctionCode.open(folder).classLoader());

        Failure failure = Failure.of(catchThrowable(() -> call(handler, "{}")));

        assertThat(failure.logText()).contains("Hint: it is below app/: zip what is in that folder");
        assertThat(new String(failure.body(), UTF_8)).doesNotContain("app/");
    }

    @Test
    void aMissingClassShowsAtEachInvocationNotAtInit() {
        Handler handler = load("com.acme.Nowhere");

        for (int i = 0; i < 2; i++) {
            Failure failure = Failure.of(catchThrowable(() -> call(handler, "{}")));
            assertThat(new String(failure.body(), UTF_8))
                    .isEqualTo("{\"errorMessage\":\"Class not found: com.acme.Nowhere\","
                            + "\"errorType\":\"java.lang.ClassNotFoundException\"}");
            assertThat(failure.fatal()).isFalse();
        }
    }

    @Test
    void aBrokenConstructorFailsTheInit() {
        Failure failure =
                Failure.of(catchThrowable(() -> load(BrokenConstructor.class.getName(), BrokenConstructor.class)));

        assertThat(failure.errorType()).isEqualTo("Runtime.BadFunctionCode");
        assertThat(failure.fatal()).isTrue();
        assertThat(failure.logText()).contains("BrokenConstructor.<init>").doesNotContain("dev.hearth");
    }

    @Test
    void aBrokenStaticInitialiserFailsTheInit() {
        assertThatThrownBy(() -> load(BrokenStatic.class.getName(), BrokenStatic.class))
                .hasMessage("Error loading class example.functions.BrokenStatic");
    }

    @Test
    void aMalformedHandlerIsQuoted() {
        Handler handler = load("com.acme.Shop::");

        assertThatThrownBy(() -> call(handler, "{}")).hasMessage("Invalid handler: `com.acme.Shop::'");
    }

    @Test
    void aHandlersExceptionReachesTheCallerUnwrapped() {
        Handler handler = load(Methods.class.getName() + "::fail", Methods.class);

        assertThatThrownBy(() -> call(handler, "\"why\""))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("why");
    }

    private Handler load(String handler, Class<?>... code) {
        return HandlerLoader.load(handler, new FunctionFolder(folder).with(code).open());
    }

    private static String call(Handler handler, String event) throws Throwable {
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        handler.handle(new ByteArrayInputStream(event.getBytes(UTF_8)), result, CONTEXT);
        return result.toString(UTF_8);
    }
}
