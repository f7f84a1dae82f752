package com.example.orders;

import java.math.BigDecimal;

/** Something for sale. */
record Product(String sku, String name, BigDecimal unitPrice) {}
