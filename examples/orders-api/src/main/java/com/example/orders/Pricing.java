package com.example.orders;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * The shop's prices: a tenth off the goods from ten pieces on, flat shipping, none above a threshold.
 *
 * @param freeShippingFrom value of the discounted goods, in EUR
 */
record Pricing(Catalogue catalogue, BigDecimal freeShippingFrom) {
    private static final BigDecimal SHIPPING = new BigDecimal("4.90");
    private static final BigDecimal FREE = new BigDecimal("0.00");
    private static final int PIECES_FOR_DISCOUNT = 10;

    /** Prices an order that has been checked against the same catalogue. */
    Order price(String id, OrderRequest wanted) {
        List<Order.Line> lines = wanted.lines().stream().map(this::price).toList();
        BigDecimal goods = lines.stream().map(Order.Line::price).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal discount = discount(goods, lines);
        BigDecimal toPay = goods.subtract(discount);
        BigDecimal shipping = toPay.compareTo(freeShippingFrom) >= 0 ? FREE : SHIPPING;
        return new Order(id, wanted.customer(), lines, discount, shipping, toPay.add(shipping));
    }

    private Order.Line price(OrderRequest.Line line) {
        Product product = catalogue.find(line.sku()).orElseThrow();
        BigDecimal price = product.unitPrice().multiply(BigDecimal.valueOf(line.quantity()));
        return new Order.Line(product.sku(), product.name(), line.quantity(), product.unitPrice(), price);
    }

    private static BigDecimal discount(BigDecimal goods, List<Order.Line> lines) {
        int pieces = lines.stream().mapToInt(Order.Line::quantity).sum();
        return pieces < PIECES_FOR_DISCOUNT ? FREE : goods.movePointLeft(1).setScale(2, RoundingMode.HALF_UP);
    }
}
