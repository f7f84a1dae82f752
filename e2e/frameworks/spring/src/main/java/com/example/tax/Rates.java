package com.example.tax;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.stereotype.Component;

/** Tax rates in percent, from application.yaml and variables such as {@code TAX_PERCENT_DE}. */
@Component
@ConfigurationProperties("tax")
public class Rates {
    private Map<String, BigDecimal> percent = Map.of();

    public Map<String, BigDecimal> getPercent() {
        return percent;
    }

    public void setPercent(Map<String, BigDecimal> percent) {
        this.percent = Map.copyOf(percent);
    }

    BigDecimal of(String country) {
        BigDecimal rate = percent.get(country.toLowerCase(java.util.Locale.ROOT));
        if (rate == null) {
            throw new IllegalArgumentException("no tax rate for " + country);
        }
        return rate;
    }

    BigDecimal tax(Price price) {
        return price.net().multiply(of(price.country())).movePointLeft(2).setScale(2, RoundingMode.HALF_UP);
    }
}
