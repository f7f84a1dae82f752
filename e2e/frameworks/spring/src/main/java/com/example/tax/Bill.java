package com.example.tax;

import java.math.BigDecimal;

/** A gross price and the tax in it. */
public record Bill(BigDecimal gross, BigDecimal tax) {}
