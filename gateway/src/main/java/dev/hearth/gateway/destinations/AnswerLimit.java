package dev.hearth.gateway.destinations;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.Abortable;

/** Bound of what a server that speaks as SQS may answer: the SDK reads all of it into memory. */
final class AnswerLimit implements ExecutionInterceptor {
    private static final int MAX_BYTES = 64 << 10;

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
            Context.ModifyHttpResponse response, ExecutionAttributes attributes) {
        return response.responseBody().map(Bounded::new);
    }

    /** Fails beyond the limit. */
    private static final class Bounded extends FilterInputStream {
        private long left = MAX_BYTES;

        Bounded(InputStream answer) {
            super(answer);
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] into, int offset, int most) throws IOException {
            int count = super.read(into, offset, most);
            count(Math.max(count, 0));
            return count;
        }

        private void count(int bytes) throws IOException {
            left -= bytes;
            if (left < 0) {
                if (in instanceof Abortable answer) {
                    answer.abort(); // else what is left would be read when it is closed
                }
                throw new IOException("the answer has more than " + MAX_BYTES + " bytes");
            }
        }
    }
}
