package dev.hearth.gateway.environment;

import dev.hearth.code.StoredPackage;
import dev.hearth.gateway.catalog.Revision;
import dev.hearth.protocol.EnvironmentHeaders;
import dev.hearth.protocol.EnvironmentPaths;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.stream.ChunkedNioFile;
import io.netty.handler.stream.ChunkedWriteHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;

/** Gives an environment the code of its own revision, and of no other. */
record CodeReply(CodePackages packages, RefusalLog log, Channel channel) {
    private static final String FILE = "file";

    void send(Revision revision, String path) {
        if (!path.equals(EnvironmentPaths.CODE + revision.codeSha256())) {
            refuse(revision, "this is not the code of the environment's revision");
            return;
        }
        packages.of(revision)
                .whenComplete((found, failure) -> channel.eventLoop().execute(() -> {
                    if (failure == null) {
                        send(revision, found);
                    } else {
                        unavailable(revision, failure);
                    }
                }));
    }

    private void send(Revision revision, StoredPackage code) {
        try {
            if (channel.pipeline().get(FILE) != null) {
                refuse(revision, "a connection brings code once");
                return;
            }
            ChunkedNioFile file = new ChunkedNioFile(code.file().toFile());
            HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
            head.headers()
                    .set(HttpHeaderNames.CONTENT_LENGTH, code.sizeBytes())
                    .set(EnvironmentHeaders.CODE_LAYOUT, EnvironmentHeaders.ZIP);
            channel.pipeline().addBefore(channel.pipeline().lastContext().name(), FILE, new ChunkedWriteHandler());
            channel.write(head);
            channel.write(file);
            channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(ChannelFutureListener.CLOSE);
        } catch (IOException e) {
            unavailable(revision, e);
        }
    }

    private void refuse(Revision revision, String why) {
        log.environment(revision, why);
        Replies.refuse(channel, why);
    }

    private void unavailable(Revision revision, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        log.withoutCode(revision, cause);
        Replies.unavailable(channel, String.valueOf(cause.getMessage()).getBytes(StandardCharsets.UTF_8));
    }
}
