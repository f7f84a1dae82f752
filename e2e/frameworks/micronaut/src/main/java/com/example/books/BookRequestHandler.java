package com.example.books;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import io.micronaut.function.aws.MicronautRequestHandler;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Saves the book in the body of an API Gateway request. */
public class BookRequestHandler
        extends MicronautRequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent> {
    private static final Logger LOG = LoggerFactory.getLogger(BookRequestHandler.class);

    @Inject
    JsonMapper json;

    @Inject
    Shelf shelf;

    @Override
    public APIGatewayProxyResponseEvent execute(APIGatewayProxyRequestEvent request) {
        APIGatewayProxyResponseEvent response =
                new APIGatewayProxyResponseEvent().withHeaders(Map.of("Content-Type", "application/json"));
        try {
            Book book = json.readValue(request.getBody(), Book.class);
            LOG.info("saving {}", book.title());
            return response.withStatusCode(201).withBody(json.writeValueAsString(shelf.save(book)));
        } catch (IOException e) {
            LOG.warn("not a book: {}", e.getMessage());
            return response.withStatusCode(400).withBody("{\"message\":\"not a book\"}");
        }
    }
}
