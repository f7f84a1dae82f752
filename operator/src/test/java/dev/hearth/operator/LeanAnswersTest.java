package dev.hearth.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMapList;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeanAnswersTest {
    private final ObjectMapper mapper = new ObjectMapper();

    @BeforeEach
    void customize() {
        new LeanAnswers().customize(mapper);
    }

    @Test
    void readsOfLabelsAndAnnotationsOnlyHearthsOwn() throws JsonProcessingException {
        ObjectMeta meta = mapper.readValue("""
                {"name": "a", "managedFields": [{"manager": "kubectl"}], "generation": 7,
                 "labels": {"lambda.hearth.dev/function": "f", "team": "x", "app.kubernetes.io/managed-by": "hearth"},
                 "annotations": {"lambda.hearth.dev/publish": "1", "kubectl.kubernetes.io/last-applied-configuration": "{}"},
                 "uid": "u"}
                """, ObjectMeta.class);

        assertThat(meta.getLabels()).containsOnlyKeys("lambda.hearth.dev/function", "app.kubernetes.io/managed-by");
        assertThat(meta.getAnnotations()).containsOnlyKeys("lambda.hearth.dev/publish");
        assertThat(meta.getManagedFields()).isEmpty();
        assertThat(meta.getGeneration()).isEqualTo(7);
        assertThat(meta.getUid()).isEqualTo("u");
    }

    @Test
    void boundsHowManyAndHowLongTheyAre() throws JsonProcessingException {
        String many = IntStream.range(0, 50_000)
                .mapToObj(i -> "\"lambda.hearth.dev/x%d\": \"%s\"".formatted(i, "v".repeat(i == 0 ? 200_000 : 1)))
                .collect(Collectors.joining(","));

        ObjectMeta meta = mapper.readValue("{\"annotations\": {" + many + "}, \"name\": \"a\"}", ObjectMeta.class);

        assertThat(meta.getAnnotations()).hasSize(64);
        assertThat(meta.getAnnotations().get("lambda.hearth.dev/x0")).hasSize(1_024);
        assertThat(meta.getName()).isEqualTo("a");
    }

    @Test
    void readsOfOwnersOnlyTheControllerAndNoFinalizers() throws JsonProcessingException {
        ObjectMeta meta = mapper.readValue("""
                {"finalizers": ["a/b", "a/b"], "name": "a", "ownerReferences": [
                  {"apiVersion": "v1", "kind": "ConfigMap", "name": "other", "uid": "1"},
                  {"apiVersion": "lambda.hearth.dev/v1alpha1", "kind": "Function", "name": "f", "uid": "2", "controller": true},
                  {"apiVersion": "v1", "kind": "ConfigMap", "name": "other", "uid": "3", "controller": false}], "uid": "u"}
                """, ObjectMeta.class);

        assertThat(meta.getOwnerReferences())
                .singleElement()
                .satisfies(owner -> assertThat(owner.getName()).isEqualTo("f"));
        assertThat(meta.getFinalizers()).isEmpty();
        assertThat(meta.getUid()).isEqualTo("u");
        assertThat(mapper.readValue("{\"ownerReferences\": null}", ObjectMeta.class)
                        .getOwnerReferences())
                .isEmpty();
    }

    @Test
    void readsListsOfMetadataAloneAsTheirKind() throws JsonProcessingException {
        ConfigMapList list = mapper.readValue("""
                {"kind": "PartialObjectMetadataList", "apiVersion": "meta.k8s.io/v1", "metadata": {"resourceVersion": "9"},
                 "items": [{"kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1", "metadata": {"name": "a", "labels": null}}]}
                """, ConfigMapList.class);

        assertThat(list.getItems())
                .singleElement()
                .satisfies(each -> assertThat(each.getMetadata().getName()).isEqualTo("a"));
    }

    @Test
    void readsAnEmptyListThatHasNoItems() throws JsonProcessingException {
        ConfigMapList list = mapper.readValue("""
                {"kind": "PartialObjectMetadataList", "metadata": {"resourceVersion": "9"}, "items": null}
                """, ConfigMapList.class);

        assertThat(list.getItems()).isEmpty();
    }
}
