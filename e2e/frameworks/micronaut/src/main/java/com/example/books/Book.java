package com.example.books;

import io.micronaut.core.annotation.NonNull;
import io.micronaut.serde.annotation.Serdeable;

/** A book to be saved. */
@Serdeable
public record Book(@NonNull String title, int pages) {}
