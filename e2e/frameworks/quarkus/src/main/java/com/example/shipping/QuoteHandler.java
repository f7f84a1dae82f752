package com.example.shipping;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.jboss.logging.Logger;

/** Quotes a parcel; chosen by {@code quarkus.lambda.handler=quote}. */
@Named("quote")
public class QuoteHandler implements RequestHandler<Parcel, Quote> {
    private static final Logger LOG = Logger.getLogger(QuoteHandler.class);

    @Inject
    Tariff tariff;

    @Override
    public Quote handleRequest(Parcel parcel, Context context) {
        LOG.infof("quoting %d g to %s", parcel.grams(), parcel.country());
        return new Quote("ACME", tariff.price(parcel), context.getAwsRequestId());
    }
}
