package com.example.orders;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** What is for sale, prices in EUR. */
record Catalogue(List<Product> products) {

    static Catalogue ofTeaShop() {
        return new Catalogue(List.of(
                new Product("TEA-ASSAM", "Assam, 250 g", new BigDecimal("12.90")),
                new Product("TEA-SENCHA", "Sencha, 100 g", new BigDecimal("9.50")),
                new Product("POT-IRON", "Cast-iron pot, 0.8 l", new BigDecimal("54.00"))));
    }

    Optional<Product> find(String sku) {
        return products.stream().filter(product -> product.sku().equals(sku)).findFirst();
    }
}
