package dev.hearth.gateway.invoke;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.fuzz.Finding;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/** Counts whole requests and answers of a connection, and checks each answer as it is written. */
final class Answers extends ChannelDuplexHandler {
    private static final int FIRST_FINAL = 200;
    private static final int FIRST_ERROR = 400;

    private final ObjectMapper json = new ObjectMapper();
    private final Queue<HttpMethod> methods = new ArrayDeque<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private Optional<HttpResponse> head = Optional.empty();
    private int requests;
    private int answers;
    private String broken = "";

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (((HttpObject) message).decoderResult().isSuccess()) {
            if (message instanceof HttpRequest request) {
                methods.add(request.method());
            }
            requests += message instanceof LastHttpContent ? 1 : 0;
        }
        super.channelRead(ctx, message);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof HttpResponse response && response.status().code() < FIRST_FINAL) {
            must(head.isEmpty(), "an interim answer within another");
        } else {
            written((HttpObject) message);
        }
        super.write(ctx, message, promise);
    }

    private void written(HttpObject part) {
        if (part instanceof HttpResponse response) {
            must(head.isEmpty(), "an answer within another");
            head = Optional.of(response);
            body.reset();
        }
        must(head.isPresent(), "a body without an answer");
        if (part instanceof HttpContent content) {
            body.writeBytes(ByteBufUtil.getBytes(content.content()));
        }
        if (part instanceof LastHttpContent) {
            head.ifPresent(this::ended);
            head = Optional.empty();
        }
    }

    private void ended(HttpResponse response) {
        answers++;
        HttpMethod method = Optional.ofNullable(methods.poll()).orElse(HttpMethod.POST);
        String length = response.headers().get(HttpHeaderNames.CONTENT_LENGTH);
        boolean hasBody = !method.equals(HttpMethod.HEAD);
        must(response.headers().getAll("x-amzn-RequestId").size() == 1, "an answer without its request's id");
        must(
                length == null || !hasBody || length.equals(String.valueOf(body.size())),
                "a body of " + body.size() + " bytes that is said to have " + length);
        response.headers()
                .forEach(header ->
                        must(header.getValue().chars().allMatch(c -> c >= ' ' && c <= '~'), "header " + header));
        must(response.status().code() < FIRST_ERROR || !hasBody || isJson(), "an error that is no JSON");
    }

    private boolean isJson() {
        try {
            return json.readTree(body.toByteArray()).isObject();
        } catch (IOException e) {
            return false;
        }
    }

    private void must(boolean kept, String promise) {
        if (!kept && broken.isEmpty()) {
            broken = promise;
        }
    }

    /** @param served whether all that came could be answered */
    void check(boolean served) {
        Finding.unless(broken.isEmpty(), broken);
        Finding.unless(answers <= requests + 1, answers + " answers of " + requests + " whole requests");
        Finding.unless(!served || answers >= requests, answers + " answers of " + requests + " whole requests");
        Finding.unless(!served || head.isEmpty(), "an answer that does not end");
    }
}
