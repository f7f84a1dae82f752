package com.example.shipping;

import java.math.BigDecimal;

/** What sending a parcel costs. */
public record Quote(String carrier, BigDecimal price, String requestId) {}
