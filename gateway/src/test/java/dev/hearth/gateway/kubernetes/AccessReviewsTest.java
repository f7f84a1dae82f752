package dev.hearth.gateway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.gateway.invoke.Right;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessReviewsTest {
    @ParameterizedTest
    @CsvSource({
        "INVOKE, invoke, ",
        "READ_FAILED_EVENTS, get, failed-events",
        "REDRIVE_FAILED_EVENTS, redrive, failed-events"
    })
    void everyRightIsAVerbOfItsOwn(Right right, String verb, String subresource) {
        var asked = AccessReviews.question(
                        new Reviews.Wish(new User("ada", List.of()), right, new ResourceName("shop", "orders")))
                .getSpec()
                .getResourceAttributes();

        assertThat(asked.getVerb()).isEqualTo(verb);
        assertThat(asked.getSubresource()).isEqualTo(subresource);
        assertThat(asked.getResource()).isEqualTo("functions");
        assertThat(asked.getNamespace() + "/" + asked.getName()).isEqualTo("shop/orders");
    }
}
