package com.example.orders;

import java.math.BigDecimal;
import java.util.List;

/** An accepted order with its prices, all in EUR. */
record Order(String id, String customer, List<Line> lines, BigDecimal discount, BigDecimal shipping, BigDecimal total) {

    record Line(String sku, String name, int quantity, BigDecimal unitPrice, BigDecimal price) {}
}
