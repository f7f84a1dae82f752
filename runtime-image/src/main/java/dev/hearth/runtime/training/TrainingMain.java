package dev.hearth.runtime.training;

import dev.hearth.code.CodePackage;
import dev.hearth.protocol.Assignment;
import dev.hearth.protocol.EnvironmentPaths;
import dev.hearth.runtime.RuntimeMain;
import dev.hearth.runtime.handler.Failure;
import dev.hearth.runtime.handler.FunctionCode;
import dev.hearth.runtime.handler.HandlerLoader;
import dev.hearth.runtime.process.Ending;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Runs handlers of every shape, then a whole life of the runtime as in a cluster, through a tunnel and with code that it
 * fetches, against a gateway in the same process. {@code train} starts it with {@code -XX:AOTCacheOutput}.
 */
public final class TrainingMain {
    private static final String GUEST =
            "{\"name\":\"Ada\",\"age\":36,\"height\":1.65,\"member\":true,\"id\":1815,\"titles\":[\"Countess\"],"
                    + "\"more\":{\"a\":[1,2.5,null,false,\"x\"]},\"friend\":{\"name\":\"Charles\"}}";

    private TrainingMain() {}

    /** @param args the runtime's jar, and a folder to write to with {@code keys.p12} for a TLS connection */
    public static void main(String[] args) throws Exception {
        Class.forName(Ending.class.getName()); // the training's own end is another
        Path scratch = Path.of(args[1]);
        Path jar = Path.of(args[0]);
        Path code = code(jar, scratch);
        practise(code, Greetings.class.getName() + "$Maps", GUEST);
        practise(code, Greetings.class.getName() + "$Texts", "\"text\"");
        practise(code, Greetings.class.getName() + "$Streams", GUEST);
        practise(code, Greetings.class.getName() + "::fail", "{\"a\":\"b\"}");
        practise(unpacked(jar, scratch), Greetings.class.getName() + "$Maps", GUEST);
        TlsPractice.run(scratch.resolve("keys.p12"));
        byte[] content = Files.readAllBytes(jar);
        TrainingGateway gateway =
                TrainingGateway.open(assignment(content), content, List.of(GUEST, GUEST, "not JSON", GUEST));
        String identity = String.join(
                "\n",
                "gateway.training:9001",
                "training",
                "token",
                "0",
                scratch.resolve("state").toString(),
                "training | ",
                "127.0.0.1:" + gateway.port(),
                "127.0.0.1:0",
                "",
                "2");
        System.setIn(new ByteArrayInputStream((identity + "\n").getBytes(StandardCharsets.UTF_8)));
        RuntimeMain.main(new String[0]);
    }

    /** A function whose code is this runtime's jar, seen through a function's class loader. */
    private static Path code(Path jar, Path scratch) throws IOException {
        Path code = scratch.resolve("code");
        Files.createDirectories(code.resolve("lib"));
        Files.copy(jar, code.resolve("lib/function.jar"));
        return code;
    }

    /** The same as classes of a folder. */
    private static Path unpacked(Path jar, Path scratch) throws IOException {
        Path folder = Files.createDirectory(scratch.resolve("unpacked"));
        CodePackage.unpack(jar, folder);
        return folder;
    }

    private static void practise(Path code, String handler, String event) {
        ClassLoader loader = FunctionCode.open(code).classLoader();
        Thread.currentThread().setContextClassLoader(loader);
        try {
            HandlerLoader.load(handler, loader)
                    .handle(
                            new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
                            new ByteArrayOutputStream(),
                            new PractiseContext());
        } catch (Throwable failed) {
            System.out.print(Failure.of(failed).logText());
        }
    }

    private static Assignment assignment(byte[] code) throws NoSuchAlgorithmException {
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(code));
        return new Assignment(
                "training",
                "$LATEST",
                Greetings.class.getName() + "::greet",
                128,
                10_000,
                sha256,
                EnvironmentPaths.CODE + sha256,
                "Text",
                "",
                "",
                "/aws/lambda/training",
                "stream",
                true,
                "");
    }
}
