package dev.hearth.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hearth.e2e.Lambda.Answer;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The README's first command and what the examples' own READMEs promise, with the events that lie beside them. */
@ResourceLock("machine")
class ExamplesE2E {
    private static final Path EXAMPLES = HearthProcess.checkout().resolve("examples");
    private static final Pattern FIRST_IMAGE = Pattern.compile("\"width\":64,.*?\"image\":\"([^\"]+)\"");

    private static HearthProcess hearth;
    private static Lambda lambda;

    @BeforeAll
    static void up() throws Exception {
        hearth = HearthProcess.up(EXAMPLES);
        lambda = new Lambda(hearth.url());
    }

    @AfterAll
    static void down() {
        hearth.close();
    }

    private static Answer send(String example, String event) throws Exception {
        return lambda.invoke(
                example,
                Files.readString(EXAMPLES.resolve(example).resolve("events").resolve(event)));
    }

    @Test
    void listsTheExamplesAndACommandToPaste() {
        assertThat(hearth.hasPrinted("hello ")).isTrue();
        assertThat(hearth.hasPrinted("orders-api")).isTrue();
        assertThat(hearth.hasPrinted("thumbnails")).isTrue();
        // the url is known from the line before
        await().until(() -> hearth.hasPrinted("aws lambda invoke --endpoint-url " + hearth.url()));
    }

    @Test
    void greets() throws Exception {
        assertThat(send("hello", "ada.json").body()).isEqualTo("{\"message\":\"Hello, Ada!\"}");
        assertThat(send("hello", "nobody.json").status()).isEqualTo(200);
    }

    @Test
    void pricesAndRefusesOrders() throws Exception {
        assertThat(send("orders-api", "order.json").body()).contains("\"statusCode\":201");
        assertThat(send("orders-api", "order-invalid.json").body())
                .contains("\"statusCode\":422", "lines[0].quantity", "must be from 1 to 100, not 0");
        assertThat(send("orders-api", "order-malformed.json").body()).contains("\"statusCode\":400");
        assertThat(send("orders-api", "product.json").body()).contains("\"statusCode\":200", "POT-IRON");
        assertThat(send("orders-api", "health.json").body()).contains("up");
    }

    @Test
    void scalesImages() throws Exception {
        Answer answer = send("thumbnails", "photo.json");

        Matcher image = FIRST_IMAGE.matcher(answer.body());
        assertThat(image.find()).as(answer.body()).isTrue();
        var picture = ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(image.group(1))));
        assertThat(picture.getWidth()).isEqualTo(64);
    }

    @Test
    void endsInAFunctionErrorForWhatIsNoImage() throws Exception {
        Answer answer = send("thumbnails", "decompression-bomb.json");

        assertThat(answer.functionError()).isEqualTo("Unhandled");
        assertThat(answer.body()).contains("at most 12000000 pixels", "com.example.thumbnails.BadRequest");
    }
}
