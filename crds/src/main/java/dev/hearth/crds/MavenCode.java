package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A code package in a Maven repository. */
public class MavenCode {
    private static final String COORDINATE = "self.matches('^[A-Za-z0-9_.-]+$')";
    private static final String COORDINATE_MESSAGE = "must be letters, digits, dots, hyphens and underscores";

    @JsonPropertyDescription("Address of the repository, e.g. https://repo.maven.apache.org/maven2.")
    @Required
    @Size(max = 2048)
    @ValidationRule(
            value = "self.matches('^https?://[^/@\\\\s]+(/[^\\\\s]*)?$')",
            messageExpression =
                    "'repository \"' + self + '\" must be an http or https address without credentials; those go into secretRef'",
            message = "must be an http or https address without credentials; those go into secretRef")
    private String repository = "";

    @JsonPropertyDescription("Group of the artifact, e.g. com.example.")
    @Required
    @Size(max = 255)
    @ValidationRule(value = COORDINATE, message = COORDINATE_MESSAGE)
    private String groupId = "";

    @JsonPropertyDescription("Name of the artifact.")
    @Required
    @Size(max = 255)
    @ValidationRule(value = COORDINATE, message = COORDINATE_MESSAGE)
    private String artifactId = "";

    @JsonPropertyDescription("Version of the artifact, a released one.")
    @Required
    @Size(max = 255)
    @ValidationRule(value = COORDINATE, message = COORDINATE_MESSAGE)
    @ValidationRule(
            value = "!self.endsWith('-SNAPSHOT')",
            messageExpression = "'version \"' + self + '\": snapshots are not supported yet; name a released version'",
            message = "snapshots are not supported yet; name a released version")
    private String version = "";

    @JsonPropertyDescription("Classifier of the artifact, e.g. all or lambda; default none.")
    @Size(max = 255)
    @ValidationRule(value = COORDINATE, message = COORDINATE_MESSAGE)
    private @Nullable String classifier;

    @JsonPropertyDescription("File type of the artifact, jar, the default, or zip.")
    @Default("jar")
    @Size(max = 8)
    @ValidationRule(
            value = "self in ['jar', 'zip']",
            messageExpression = "'extension \"' + self + '\" must be jar or zip'",
            message = "must be jar or zip")
    private String extension = "jar";

    @JsonPropertyDescription("Credentials for the repository, default none.")
    private @Nullable SecretReference secretRef;

    public String getRepository() {
        return repository;
    }

    public void setRepository(String repository) {
        this.repository = repository;
    }

    public String getGroupId() {
        return groupId;
    }

    public void setGroupId(String groupId) {
        this.groupId = groupId;
    }

    public String getArtifactId() {
        return artifactId;
    }

    public void setArtifactId(String artifactId) {
        this.artifactId = artifactId;
    }

    public String getVersion() {
        return version;
    }

    public void setVersion(String version) {
        this.version = version;
    }

    public @Nullable String getClassifier() {
        return classifier;
    }

    public void setClassifier(@Nullable String classifier) {
        this.classifier = classifier;
    }

    public String getExtension() {
        return extension;
    }

    public void setExtension(String extension) {
        this.extension = extension;
    }

    public @Nullable SecretReference getSecretRef() {
        return secretRef;
    }

    public void setSecretRef(@Nullable SecretReference secretRef) {
        this.secretRef = secretRef;
    }
}
