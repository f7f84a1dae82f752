package com.example.tax;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import java.math.BigDecimal;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** Value added tax as two functions; {@code SPRING_CLOUD_FUNCTION_DEFINITION} chooses one. */
@SpringBootApplication
public class TaxApplication {
    private static final Logger LOG = LoggerFactory.getLogger(TaxApplication.class);

    public static void main(String[] args) {
        SpringApplication.run(TaxApplication.class, args);
    }

    /** Adds the tax to a net price. */
    @Bean
    public Function<Price, Bill> bill(Rates rates) {
        return price -> {
            LOG.info("billing {} for {}", price.net(), price.country());
            BigDecimal tax = rates.tax(price);
            return new Bill(price.net().add(tax), tax);
        };
    }

    /** Answers {@code GET /rates/{country}} behind API Gateway. */
    @Bean
    public Function<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent> rateApi(Rates rates) {
        return request -> {
            String country = request.getPathParameters().get("country");
            return new APIGatewayProxyResponseEvent()
                    .withStatusCode(200)
                    .withHeaders(Map.of("Content-Type", "text/plain"))
                    .withBody(country + " " + rates.of(country) + " %");
        };
    }
}
