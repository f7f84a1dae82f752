package com.example.books;

import io.micronaut.serde.annotation.Serdeable;

/** A saved book and where it stands. */
@Serdeable
public record SavedBook(String title, int pages, String place) {}
