package com.example.thumbnails;

import java.util.List;

/**
 * What to scale.
 *
 * @param image PNG or JPEG file, base64 in JSON
 * @param widths of the wanted thumbnails, in pixels
 */
record ThumbnailsRequest(byte[] image, List<Integer> widths) {
    static final String SHAPE = "The event must be {\"image\": base64, \"widths\": [numbers]}";

    private static final int MOST_WIDTHS = 10;
    private static final int WIDEST = 1_024;

    /** The same request, if it can be served; an event may also be JSON's null. */
    static ThumbnailsRequest checked(ThumbnailsRequest request) {
        if (request == null) {
            throw new BadRequest(SHAPE + " but is null");
        }
        requireImage(request.image);
        requireWidths(request.widths);
        return request;
    }

    private static void requireImage(byte[] image) {
        if (image == null || image.length == 0) {
            throw new BadRequest("image must be a PNG or JPEG file in base64 but is missing");
        }
    }

    private static void requireWidths(List<Integer> widths) {
        if (widths == null || widths.isEmpty() || widths.size() > MOST_WIDTHS) {
            throw new BadRequest("widths must be 1 to " + MOST_WIDTHS + " numbers but is " + widths);
        }
        for (Integer width : widths) {
            if (width == null || width < 1 || width > WIDEST) {
                throw new BadRequest("a width must be from 1 to " + WIDEST + " pixels but is " + width);
            }
        }
    }
}
