package com.example.shipping;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Prices by zone, with a surcharge from the configuration. */
@ApplicationScoped
public class Tariff {
    private static final Logger LOG = Logger.getLogger(Tariff.class);

    private final BigDecimal surcharge;
    private Map<String, BigDecimal> pricePerKilogram = Map.of();

    /** The configuration may come from application.properties or the variable {@code SHIPPING_SURCHARGE}. */
    public Tariff(@ConfigProperty(name = "shipping.surcharge") BigDecimal surcharge) {
        this.surcharge = surcharge;
    }

    @PostConstruct
    void load() {
        pricePerKilogram = Map.of("DE", new BigDecimal("4.00"), "NO", new BigDecimal("9.50"));
        LOG.infof("tariff of %d countries, surcharge %s", pricePerKilogram.size(), surcharge);
    }

    /** The price in euro. */
    public BigDecimal price(Parcel parcel) {
        BigDecimal perKilogram = pricePerKilogram.get(parcel.country());
        if (perKilogram == null) {
            throw new IllegalArgumentException("no carrier goes to " + parcel.country());
        }
        return perKilogram
                .multiply(BigDecimal.valueOf(parcel.grams()))
                .movePointLeft(3)
                .add(surcharge)
                .setScale(2);
    }
}
