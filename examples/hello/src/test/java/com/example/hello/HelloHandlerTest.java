package com.example.hello;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HelloHandlerTest {
    @Test
    void greetsTheNamedOne() {
        assertThat(new HelloHandler().handleRequest(Map.of("name", "Ada"), null))
                .isEqualTo(Map.of("message", "Hello, Ada!"));
    }

    @Test
    void greetsTheWorldWithoutAName() {
        assertThat(new HelloHandler().handleRequest(Map.of(), null)).isEqualTo(Map.of("message", "Hello, world!"));
    }

    @Test
    void takesTheGreetingItIsConfiguredWith() {
        assertThat(new HelloHandler("Moin").handleRequest(Map.of("name", "Ada"), null))
                .isEqualTo(Map.of("message", "Moin, Ada!"));
    }

    @Test
    @SuppressWarnings("unchecked")
    void answersTheSampleEvent() throws IOException {
        try (InputStream json = Files.newInputStream(Path.of("events/ada.json"))) {
            Map<String, String> event = (Map<String, String>)
                    JacksonFactory.getInstance().getSerializer(Map.class).fromJson(json);

            assertThat(new HelloHandler().handleRequest(event, null)).containsEntry("message", "Hello, Ada!");
        }
    }
}
