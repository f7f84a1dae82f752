package com.example.thumbnails;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import javax.imageio.ImageIO;

/**
 * Scales an image to several widths: {@code {"image":"<base64>","widths":[64,128]}} gives
 * {@code {"thumbnails":[{"width":64,"height":48,"contentType":"image/png","image":"<base64>"},…]}}.
 * Reads and writes streams, so a thumbnail is on its way while the next one is made.
 */
public final class ThumbnailsHandler implements RequestStreamHandler {
    private final JsonMapper json = new JsonMapper();

    public ThumbnailsHandler() {
        System.setProperty("java.awt.headless", "true");
        ImageIO.setUseCache(false);
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        ThumbnailsRequest request = read(input);
        Picture original = Picture.decode(request.image());
        try (JsonGenerator answer = json.createGenerator(output)) {
            answer.writeStartObject();
            answer.writeArrayFieldStart("thumbnails");
            for (int width : request.widths()) {
                write(original.scaledTo(width), answer);
                answer.flush();
            }
            answer.writeEndArray();
            answer.writeEndObject();
        }
    }

    private ThumbnailsRequest read(InputStream input) throws IOException {
        try {
            return ThumbnailsRequest.checked(json.readValue(input, ThumbnailsRequest.class));
        } catch (JsonProcessingException malformed) {
            throw new BadRequest(ThumbnailsRequest.SHAPE + ": " + malformed.getOriginalMessage());
        }
    }

    private static void write(Picture thumbnail, JsonGenerator answer) throws IOException {
        answer.writeStartObject();
        answer.writeNumberField("width", thumbnail.width());
        answer.writeNumberField("height", thumbnail.height());
        answer.writeStringField("contentType", thumbnail.contentType());
        answer.writeBinaryField("image", thumbnail.encoded());
        answer.writeEndObject();
    }
}
