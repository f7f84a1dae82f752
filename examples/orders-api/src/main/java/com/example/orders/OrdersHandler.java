package com.example.orders;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import java.math.BigDecimal;
import java.util.Map;

/** The front door: routes a request, and words what comes of it as a response. Start reading here. */
public final class OrdersHandler implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
    private static final String PRODUCT = "/products/";

    private final Catalogue catalogue = Catalogue.ofTeaShop();
    private final Pricing pricing;

    public OrdersHandler() {
        this(System.getenv());
    }

    OrdersHandler(Map<String, String> environment) {
        pricing = new Pricing(catalogue, new BigDecimal(environment.getOrDefault("FREE_SHIPPING_FROM", "50.00")));
    }

    @Override
    public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
        try {
            return route(Request.of(event), context);
        } catch (Refusal refusal) {
            return Response.problem(refusal.problem());
        }
    }

    private APIGatewayV2HTTPResponse route(Request request, Context context) throws Refusal {
        return switch (request.route()) {
            case "GET /health" -> Response.ok(Map.of("status", "up"));
            case "GET /products" -> Response.ok(catalogue.products());
            case "POST /orders" -> placeOrder(request, context);
            case String route when route.startsWith("GET " + PRODUCT) -> showProduct(request.path());
            default -> throw notRouted(request);
        };
    }

    private APIGatewayV2HTTPResponse showProduct(String path) throws Refusal {
        String sku = path.substring(PRODUCT.length());
        return Response.ok(catalogue.find(sku).orElseThrow(() -> Refusal.notFound("There is no product " + sku + ".")));
    }

    private APIGatewayV2HTTPResponse placeOrder(Request request, Context context) throws Refusal {
        OrderRequest wanted = request.json(OrderRequest.class);
        wanted.check(catalogue);
        Order order = pricing.price(context.getAwsRequestId(), wanted);
        context.getLogger().log("order " + order.id() + " accepted, total " + order.total() + " EUR\n");
        return Response.created(order);
    }

    private static Refusal notRouted(Request request) {
        return switch (request.path()) {
            case "/orders" -> Refusal.notAllowed(request, "POST");
            case "/health", "/products" -> Refusal.notAllowed(request, "GET");
            case String path when path.startsWith(PRODUCT) -> Refusal.notAllowed(request, "GET");
            case String path -> Refusal.notFound("There is nothing at " + path + ".");
        };
    }
}
