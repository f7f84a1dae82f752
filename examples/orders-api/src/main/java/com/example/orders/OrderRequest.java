package com.example.orders;

import com.example.orders.Problem.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** An order as a customer writes it: whatever is left out is null until {@link #check} refuses it. */
record OrderRequest(String customer, List<Line> lines) {
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");
    private static final int MOST_LINES = 50;
    private static final int MOST_OF_ONE = 100;

    OrderRequest {
        lines = Objects.requireNonNullElse(lines, List.of());
    }

    record Line(String sku, Integer quantity) {}

    /** Refuses with everything that is wrong, not only the first. */
    void check(Catalogue catalogue) throws Refusal {
        List<FieldError> errors = new ArrayList<>();
        if (customer == null || !EMAIL.matcher(customer).matches()) {
            errors.add(new FieldError("customer", "must be an e-mail address, not " + customer));
        }
        if (lines.isEmpty() || lines.size() > MOST_LINES) {
            errors.add(new FieldError("lines", "must be 1 to " + MOST_LINES + " lines, not " + lines.size()));
        }
        for (int i = 0; i < lines.size(); i++) {
            errors.addAll(errorsOf("lines[" + i + "]", lines.get(i), catalogue));
        }
        if (!errors.isEmpty()) {
            throw Refusal.invalid(errors);
        }
    }

    private static List<FieldError> errorsOf(String field, Line line, Catalogue catalogue) {
        if (line == null) {
            return List.of(new FieldError(field, "must be an object, not null"));
        }
        List<FieldError> errors = new ArrayList<>();
        if (catalogue.find(line.sku).isEmpty()) {
            errors.add(new FieldError(field + ".sku", "must be a product of GET /products, not " + line.sku));
        }
        if (line.quantity == null || line.quantity < 1 || line.quantity > MOST_OF_ONE) {
            errors.add(
                    new FieldError(field + ".quantity", "must be from 1 to " + MOST_OF_ONE + ", not " + line.quantity));
        }
        return errors;
    }
}
