package com.example.orders;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrdersHandlerTest {
    private final OrdersHandler handler = new OrdersHandler(Map.of());
    private final QuietContext context = new QuietContext("5b2f7d1c");

    @ParameterizedTest
    @CsvSource({
        "health, 200",
        "products, 200",
        "product, 200",
        "order, 201",
        "order-invalid, 422",
        "order-malformed, 400",
    })
    void answersTheSampleEvents(String name, int status) throws IOException {
        assertThat(handler.handleRequest(sample(name), context).getStatusCode()).isEqualTo(status);
    }

    @Test
    void pricesAnOrder() throws IOException {
        APIGatewayV2HTTPResponse response = handler.handleRequest(sample("order"), context);

        assertThat(response.getHeaders()).containsEntry("content-type", "application/json");
        assertThat(response.getBody())
                .isEqualTo("{\"id\":\"5b2f7d1c\",\"customer\":\"ada@example.com\",\"lines\":["
                        + "{\"sku\":\"TEA-ASSAM\",\"name\":\"Assam, 250 g\",\"quantity\":2,"
                        + "\"unitPrice\":12.90,\"price\":25.80},"
                        + "{\"sku\":\"TEA-SENCHA\",\"name\":\"Sencha, 100 g\",\"quantity\":1,"
                        + "\"unitPrice\":9.50,\"price\":9.50}],"
                        + "\"discount\":0.00,\"shipping\":4.90,\"total\":40.20}");
        assertThat(context.logged()).containsExactly("order 5b2f7d1c accepted, total 40.20 EUR\n");
    }

    @Test
    void takesTheShippingThresholdFromItsEnvironment() throws IOException {
        OrdersHandler generous = new OrdersHandler(Map.of("FREE_SHIPPING_FROM", "30.00"));

        assertThat(json(generous.handleRequest(sample("order"), context))
                        .get("total")
                        .asText())
                .isEqualTo("35.3");
    }

    @Test
    void namesEveryWrongField() throws IOException {
        JsonNode problem = json(handler.handleRequest(sample("order-invalid"), context));

        assertThat(problem.get("detail").asText()).isEqualTo("3 fields are wrong.");
        assertThat(problem.get("errors"))
                .map(JsonNode::toString)
                .containsExactly(
                        "{\"field\":\"customer\",\"message\":\"must be an e-mail address, not ada\"}",
                        "{\"field\":\"lines[0].quantity\",\"message\":\"must be from 1 to 100, not 0\"}",
                        "{\"field\":\"lines[1].sku\",\"message\":\"must be a product of GET /products, not COFFEE\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"customer":"a@b.cd","lines":[{"sku":"X","quantity":"many"}]}       | lines[0].quantity has the wrong type.
        {"customer":"a@b.cd","lines":[{"sku":"X","quantity":1.5}]}          | lines[0].quantity has the wrong type.
        {"customer":"a@b.cd","lines":[{"sku":"X","quantity":1,"colour":1}]} | lines[0].colour is not a field of this request.
        {"customer":"a@b.cd","lines":{}}                                    | lines has the wrong type.
        {"customer":                                                        | The body is not JSON at line 1, column 13.
        {} {}                                                               | The body must be one JSON object.
        []                                                                  | The body must be one JSON object.
        null                                                                | The body must be one JSON object.
        ``                                                                  | The body must be one JSON object.
        """)
    void saysWhereABodyIsMalformed(String body, String detail) throws IOException {
        APIGatewayV2HTTPResponse response = handler.handleRequest(post(body, "application/json"), context);

        assertThat(response.getStatusCode()).isEqualTo(400);
        assertThat(response.getHeaders()).containsEntry("content-type", "application/problem+json");
        assertThat(json(response).get("detail").asText()).isEqualTo(detail);
    }

    @Test
    void readsABase64Body() throws IOException {
        APIGatewayV2HTTPEvent event = sample("order");
        event.setBody(Base64.getEncoder().encodeToString(event.getBody().getBytes()));
        event.setIsBase64Encoded(true);

        assertThat(handler.handleRequest(event, context).getStatusCode()).isEqualTo(201);
    }

    @Test
    void wantsJson() throws IOException {
        APIGatewayV2HTTPResponse response = handler.handleRequest(post("{}", "text/plain; charset=utf-8"), context);

        assertThat(response.getStatusCode()).isEqualTo(415);
        assertThat(json(response).get("detail").asText())
                .isEqualTo("The content-type must be application/json but is text/plain.");
    }

    @Test
    void namesTheMethodThatIsAllowed() throws IOException {
        APIGatewayV2HTTPResponse response = handler.handleRequest(request("DELETE", "/orders"), context);

        assertThat(response.getStatusCode()).isEqualTo(405);
        assertThat(response.getHeaders()).containsEntry("allow", "POST");
        assertThat(response.getBody())
                .isEqualTo("{\"status\":405,\"title\":\"Method not allowed\","
                        + "\"detail\":\"/orders answers POST, not DELETE.\"}");
    }

    @ParameterizedTest
    @CsvSource({"GET, /", "GET, /products/COFFEE", "POST, /orders/1"})
    void findsNothingElsewhere(String method, String path) {
        assertThat(handler.handleRequest(request(method, path), context).getStatusCode())
                .isEqualTo(404);
    }

    private static APIGatewayV2HTTPEvent post(String body, String contentType) {
        APIGatewayV2HTTPEvent event = request("POST", "/orders");
        event.setHeaders(Map.of("content-type", contentType));
        event.setBody(body);
        return event;
    }

    private static APIGatewayV2HTTPEvent request(String method, String path) {
        var http = APIGatewayV2HTTPEvent.RequestContext.Http.builder()
                .withMethod(method)
                .build();
        var requestContext =
                APIGatewayV2HTTPEvent.RequestContext.builder().withHttp(http).build();
        return APIGatewayV2HTTPEvent.builder()
                .withRawPath(path)
                .withRequestContext(requestContext)
                .build();
    }

    /** An event of the folder events, read the way Lambda reads it. */
    private static APIGatewayV2HTTPEvent sample(String name) throws IOException {
        ClassLoader loader = OrdersHandlerTest.class.getClassLoader();
        try (InputStream json = Files.newInputStream(Path.of("events", name + ".json"))) {
            return LambdaEventSerializers.serializerFor(APIGatewayV2HTTPEvent.class, loader)
                    .fromJson(json);
        }
    }

    private static JsonNode json(APIGatewayV2HTTPResponse response) throws IOException {
        return new ObjectMapper().readTree(response.getBody());
    }
}
