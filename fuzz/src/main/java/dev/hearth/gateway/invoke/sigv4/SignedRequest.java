package dev.hearth.gateway.invoke.sigv4;

import dev.hearth.fuzz.Parts;
import dev.hearth.gateway.invoke.RequestMeaning;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** A signed request that can be changed on its way. */
record SignedRequest(String method, String uri, HttpHeaders headers, byte[] body) {
    private static final List<String> METHODS = List.of("POST", "GET", "PUT", "HEAD", "post", "POSTX");
    private static final List<String> NAMES = List.of(
            "X-Amz-Date",
            "Host",
            "X-Amz-Client-Context",
            "X-Amz-Log-Type",
            "x-amz-content-sha256",
            "X-Amz-Invocation-Type",
            "Authorization",
            "Content-Type");

    /** A good one, whose name, qualifier, client context and body come from the input. */
    static SignedRequest of(Parts parts) {
        String uri = "/2015-03-31/functions/" + encoded("n" + parts.text()) + "/invocations";
        String qualifier = parts.text();
        return signed(
                qualifier.isEmpty() ? uri : uri + "?Qualifier=" + encoded(qualifier) + "&a=b",
                parts.latin1().replaceAll("[^!-~]", ""),
                parts.bytes());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
    }

    private static SignedRequest signed(String uri, String context, byte[] body) {
        SdkHttpRequest plain = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(URI.create("https://gateway.example" + uri))
                .putHeader("X-Amz-Client-Context", context)
                .build();
        SdkHttpRequest signed = AwsV4HttpSigner.create()
                .sign(request -> request.identity(AwsCredentialsIdentity.create("AKIA", SignatureTarget.SECRET))
                        .request(plain)
                        .payload(() -> new ByteArrayInputStream(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "lambda")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(SignatureTarget.NOW, ZoneOffset.UTC)))
                .request();
        HttpHeaders headers = unchecked();
        signed.headers().forEach((name, values) -> values.forEach(value -> headers.add(name, value)));
        return new SignedRequest("POST", uri, headers, body);
    }

    private static HttpHeaders unchecked() {
        return DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
    }

    HttpRequest http() {
        return new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.valueOf(method), uri, headers);
    }

    Object meaning() {
        return RequestMeaning.of(http(), body);
    }

    /** The same with the changes that the rest of the input says. */
    SignedRequest edited(Parts parts) {
        SignedRequest edited = this;
        while (parts.hasMore()) {
            edited = edited.edit(parts);
        }
        return edited;
    }

    private SignedRequest edit(Parts parts) {
        int kind = parts.number();
        int at = parts.number();
        String text = parts.latin1().replaceAll("[^ -~\\x80-\\xff]", "");
        return switch (kind % 6) {
            case 0 -> new SignedRequest(METHODS.get(at % METHODS.size()), uri, headers, body);
            case 1 -> new SignedRequest(method, changed(uri, at, text).replace(' ', '+'), headers, body);
            case 2 -> with(NAMES.get(at % NAMES.size()), text, kind >= 128);
            case 3 ->
                new SignedRequest(
                        method, uri, headers, changed(latin1(body), at, text).getBytes(StandardCharsets.ISO_8859_1));
            case 4 -> with("Authorization", changed(headers.get("Authorization", ""), at, text), false);
            default -> new SignedRequest(method, escaped(uri, at), headers, body);
        };
    }

    private SignedRequest with(String name, String value, boolean more) {
        HttpHeaders changed = unchecked().add(headers);
        return new SignedRequest(method, uri, more ? changed.add(name, value) : changed.set(name, value.strip()), body);
    }

    /** A text instead of as many characters at a place. */
    private static String changed(String text, int place, String with) {
        int at = Math.min(place, text.length());
        return text.substring(0, at) + with + text.substring(Math.min(text.length(), at + with.length()));
    }

    /** The same character, written as an escape. */
    private static String escaped(String text, int place) {
        int at = Math.floorMod(place, text.length());
        return text.substring(0, at) + "%%%02X".formatted((int) text.charAt(at)) + text.substring(at + 1);
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
