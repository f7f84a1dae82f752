package com.example.thumbnails;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** A decoded image and the file format it came in. */
final class Picture {
    private static final Set<String> FORMATS = Set.of("png", "jpeg");

    /**
     * What a phone's camera takes (4,000 x 3,000). At 8 bytes per pixel, the most a PNG has, and with the copy that
     * drawing such a one makes, it needs a heap of 192 MB.
     */
    private static final long MOST_PIXELS = 12_000_000;

    private final BufferedImage pixels;
    private final String format;

    private Picture(BufferedImage pixels, String format) {
        this.pixels = pixels;
        this.format = format;
    }

    /** Reads a file; the size it declares is checked first, so that a small file cannot ask for all memory. */
    static Picture decode(byte[] file) {
        try (ImageInputStream input = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
            ImageReader reader = readerOf(input);
            try {
                reader.setInput(input, true, true);
                requireFit(reader.getWidth(0), reader.getHeight(0));
                return new Picture(reader.read(0), formatOf(reader));
            } finally {
                reader.dispose();
            }
        } catch (IOException | IllegalArgumentException broken) {
            throw new BadRequest("image cannot be read: " + broken.getMessage());
        }
    }

    /** This picture at a width in pixels, its proportions kept; never larger than it is. */
    Picture scaledTo(int width) {
        BufferedImage scaled = pixels;
        while (scaled.getWidth() > 2 * width) {
            scaled = drawn(scaled, scaled.getWidth() / 2, Math.max(1, scaled.getHeight() / 2));
        }
        int height = (int) Math.max(1, Math.round((double) width * height() / width()));
        return new Picture(scaled.getWidth() > width ? drawn(scaled, width, height) : scaled, format);
    }

    int width() {
        return pixels.getWidth();
    }

    int height() {
        return pixels.getHeight();
    }

    String contentType() {
        return "image/" + format;
    }

    byte[] encoded() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        if (!ImageIO.write(pixels, format, file)) {
            throw new IOException("no writer for " + contentType());
        }
        return file.toByteArray();
    }

    private static ImageReader readerOf(ImageInputStream input) {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (FORMATS.contains(formatOf(reader))) {
                return reader;
            }
        }
        throw new BadRequest("image is neither a PNG nor a JPEG file");
    }

    private static String formatOf(ImageReader reader) {
        return reader.getOriginatingProvider().getFormatNames()[0].toLowerCase(Locale.ROOT);
    }

    private static void requireFit(int width, int height) {
        if ((long) width * height > MOST_PIXELS) {
            throw new BadRequest(
                    "image must have at most " + MOST_PIXELS + " pixels but has " + width + " x " + height);
        }
    }

    /** One step of at most a half: further ones would skip pixels. */
    private static BufferedImage drawn(BufferedImage source, int width, int height) {
        boolean transparent = source.getColorModel().hasAlpha();
        int type = transparent ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
        BufferedImage target = new BufferedImage(width, height, type);
        Graphics2D canvas = target.createGraphics();
        try {
            canvas.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            canvas.drawImage(source, 0, 0, width, height, null);
        } finally {
            canvas.dispose();
        }
        return target;
    }
}
