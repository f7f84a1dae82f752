package com.example.tax;

import java.math.BigDecimal;

/** A net price in a country. */
public record Price(String country, BigDecimal net) {}
