package com.example.shipping;

/** What is to be sent: weight in grams, country as two letters. */
public record Parcel(String country, int grams) {}
