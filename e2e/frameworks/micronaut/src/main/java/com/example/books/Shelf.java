package com.example.books;

import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;

/** Gives every book the next place; a new environment begins anew. */
@Singleton
public class Shelf {
    private final String room;
    private final AtomicInteger places = new AtomicInteger();

    public Shelf(@Value("${books.room:cellar}") String room) {
        this.room = room;
    }

    SavedBook save(Book book) {
        return new SavedBook(book.title(), book.pages(), room + "-" + places.incrementAndGet());
    }
}
