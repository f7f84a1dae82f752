package dev.hearth.gateway.invoke.sigv4;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An {@code Authorization} header of Signature Version 4.
 *
 * @param accessKeyId whose signature it is
 * @param scope {@code <date>/<region>/<service>/aws4_request}
 * @param signedHeaders lower-case names, in the order of the signature
 * @param signature 64 hex digits
 */
public record Authorization(String accessKeyId, Scope scope, List<String> signedHeaders, String signature) {
    /** How such a header begins. */
    public static final String ALGORITHM = "AWS4-HMAC-SHA256";

    private static final Pattern FORM = Pattern.compile(
            "AWS4-HMAC-SHA256 +Credential=([^,/\\s]+)/(\\d{8})/([^,/\\s]+)/([^,/\\s]+)/aws4_request *, *"
                    + "SignedHeaders=([^,\\s]+) *, *Signature=([0-9a-f]{64}) *");

    public Authorization {
        signedHeaders = List.copyOf(signedHeaders);
    }

    /** Which day, region and service a signature is for. */
    public record Scope(String date, String region, String service) {
        @Override
        public String toString() {
            return date + "/" + region + "/" + service + "/aws4_request";
        }
    }

    /** @throws SignatureProblem when it is not such a header */
    public static Authorization parse(String header) {
        Matcher matcher = FORM.matcher(header);
        if (!matcher.matches()) {
            throw SignatureProblem.incomplete(
                    "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature'"
                            + " parameter. Authorization header requires 'SignedHeaders' parameter.");
        }
        return new Authorization(
                matcher.group(1),
                new Scope(matcher.group(2), matcher.group(3), matcher.group(4)),
                List.of(matcher.group(5).toLowerCase(Locale.ROOT).split(";")),
                matcher.group(6));
    }
}
