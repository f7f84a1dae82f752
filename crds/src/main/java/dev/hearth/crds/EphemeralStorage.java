package dev.hearth.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** Scratch space of an environment. */
public class EphemeralStorage {
    @JsonPropertyDescription("Size of /tmp in MB, 512 to 10240, default 512; a change starts new environments.")
    @Default("512")
    @Min(512)
    @Max(10240)
    private int size = 512;

    public int getSize() {
        return size;
    }

    public void setSize(int size) {
        this.size = size;
    }
}
