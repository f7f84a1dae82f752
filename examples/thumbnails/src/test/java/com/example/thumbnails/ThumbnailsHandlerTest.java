package com.example.thumbnails;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThumbnailsHandlerTest {
    private final ThumbnailsHandler handler = new ThumbnailsHandler();

    @ParameterizedTest
    @CsvSource({"photo, image/jpeg, 64, 43, 128, 85", "icon, image/png, 16, 11, 32, 21"})
    void scalesTheSampleImages(String sample, String type, int width, int height, int width2, int height2)
            throws IOException {
        JsonNode thumbnails = answer(sample(sample));

        assertThumbnail(thumbnails.get(0), type, width, height);
        assertThumbnail(thumbnails.get(1), type, width2, height2);
    }

    @Test
    void keepsTransparency() throws IOException {
        BufferedImage icon = imageOf(answer(sample("icon")).get(0));

        assertThat(icon.getRGB(0, 0) >>> 24).isZero();
    }

    @Test
    void averagesPixelsRatherThanSkippingThem() throws IOException {
        BufferedImage stripes = new BufferedImage(256, 8, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < 256; x += 2) {
            stripes.setRGB(x, 0, 1, 8, new int[] {-1, -1, -1, -1, -1, -1, -1, -1}, 0, 1);
        }

        BufferedImage grey = imageOf(answer(event(png(stripes), "[8]")).get(0));

        assertThat(grey.getRGB(4, 0) & 0xff).isBetween(126, 129);
    }

    @Test
    void neverEnlarges() throws IOException {
        byte[] small = png(new BufferedImage(20, 10, BufferedImage.TYPE_INT_RGB));

        assertThumbnail(answer(event(small, "[512]")).get(0), "image/png", 20, 10);
    }

    @Test
    void keepsAtLeastOnePixelOfAThinLine() throws IOException {
        byte[] line = png(new BufferedImage(1_000, 1, BufferedImage.TYPE_INT_RGB));

        assertThumbnail(answer(event(line, "[10]")).get(0), "image/png", 10, 1);
    }

    @Test
    void refusesADecompressionBombBeforeDecodingIt() throws IOException {
        assertRefused(sample("decompression-bomb"), "image must have at most 12000000 pixels but has 60000 x 60000");
    }

    @Test
    void refusesWhatIsNoImage() throws IOException {
        assertRefused(sample("not-an-image"), "image is neither a PNG nor a JPEG file");
    }

    @Test
    void refusesAnImageThatBreaksOff() throws IOException {
        byte[] whole = png(new BufferedImage(100, 100, BufferedImage.TYPE_INT_RGB));
        byte[] half = Arrays.copyOf(whole, whole.length / 2);

        assertRefused(event(half, "[10]"), "image cannot be read: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"widths":[64]}                      | image must be a PNG or JPEG file in base64 but is missing
        {"image":"","widths":[64]}           | image must be a PNG or JPEG file in base64 but is missing
        {"image":"iVBO"}                     | widths must be 1 to 10 numbers but is null
        {"image":"iVBO","widths":[]}         | widths must be 1 to 10 numbers but is []
        {"image":"iVBO","widths":[64,0]}     | a width must be from 1 to 1024 pixels but is 0
        {"image":"iVBO","widths":[99999]}    | a width must be from 1 to 1024 pixels but is 99999
        {"image":"?","widths":[64]}          | The event must be {"image": base64, "widths": [numbers]}
        []                                   | The event must be {"image": base64, "widths": [numbers]}
        null                                 | The event must be {"image": base64, "widths": [numbers]}
        """)
    void refusesAnIncompleteEvent(String event, String message) {
        assertRefused(event, message);
    }

    private void assertRefused(String event, String message) {
        assertThatExceptionOfType(BadRequest.class)
                .isThrownBy(() -> answer(event))
                .withMessageStartingWith(message);
    }

    private static void assertThumbnail(JsonNode thumbnail, String type, int width, int height) throws IOException {
        assertThat(thumbnail.get("contentType").asText()).isEqualTo(type);
        assertThat(thumbnail.get("width").asInt()).isEqualTo(width);
        assertThat(thumbnail.get("height").asInt()).isEqualTo(height);
        assertThat(imageOf(thumbnail).getWidth()).isEqualTo(width);
        assertThat(imageOf(thumbnail).getHeight()).isEqualTo(height);
    }

    private JsonNode answer(String event) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        handler.handleRequest(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), answer, null);
        return new ObjectMapper().readTree(answer.toByteArray()).get("thumbnails");
    }

    private static BufferedImage imageOf(JsonNode thumbnail) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(thumbnail.get("image").binaryValue()));
    }

    private static byte[] png(BufferedImage image) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(image, "png", file);
        return file.toByteArray();
    }

    private static String event(byte[] image, String widths) {
        String base64 = Base64.getEncoder().encodeToString(image);
        return "{\"image\":\"" + base64 + "\",\"widths\":" + widths + "}";
    }

    private static String sample(String name) throws IOException {
        return Files.readString(Path.of("events", name + ".json"));
    }
}
