package dev.hearth.operator;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.crds.client.LeanJson;
import io.quarkus.kubernetes.client.KubernetesClientObjectMapperCustomizer;
import jakarta.inject.Singleton;

/** Has Quarkus' client of the API server read what is needed, and no more. */
@Singleton
public class LeanAnswers implements KubernetesClientObjectMapperCustomizer {
    @Override
    public void customize(ObjectMapper mapper) {
        LeanJson.customize(mapper);
    }
}
