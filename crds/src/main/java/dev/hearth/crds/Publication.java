package dev.hearth.crds;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** What a version keeps of a function, and when two are the same: part of the API, since it decides what is published. */
public final class Publication {
    /** Annotation of a Function: each new value publishes what the function is then. */
    public static final String ANNOTATION = "lambda.hearth.dev/publish";

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private Publication() {}

    /**
     * A version of a function as it is now, without a number.
     *
     * @param functionName Lambda's
     * @param codeSha256 of its code, lower-case hex
     */
    public static FunctionVersionSpec of(FunctionSpec function, String functionName, String codeSha256) {
        FunctionVersionSpec spec = JSON.convertValue(function, FunctionVersionSpec.class);
        spec.setFunctionName(functionName);
        spec.setCodeSha256(Base64.getEncoder().encodeToString(HexFormat.of().parseHex(codeSha256)));
        return spec;
    }

    /** Lower-case hex of a version's code. */
    public static String codeSha256(FunctionVersionSpec version) {
        return HexFormat.of().formatHex(Base64.getDecoder().decode(version.getCodeSha256()));
    }

    /** Whether publishing one after the other makes nothing new. Where the code lies is not a part of it: its digest is. */
    public static boolean isSame(FunctionVersionSpec one, FunctionVersionSpec other) {
        return essence(one).equals(essence(other));
    }

    private static ObjectNode essence(FunctionVersionSpec spec) {
        ObjectNode json = JSON.valueToTree(spec);
        json.remove(List.of("version", "code"));
        return json;
    }
}
