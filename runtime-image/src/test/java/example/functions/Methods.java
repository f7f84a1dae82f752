package example.functions;

import com.amazonaws.services.lambda.runtime.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Methods of every shape and type that a handler string can name. */
public class Methods {
    private int calls;

    public String greet(String name) {
        return "Hello " + name;
    }

    public String fail(String why) {
        throw new IllegalArgumentException(why);
    }

    public String failChecked(String why) throws IOException {
        throw new IOException(why, new IllegalStateException("cause of " + why));
    }

    public static void failStatic() {
        throw new UnsupportedOperationException();
    }

    public int count() {
        return ++calls;
    }

    public void nothing() {
        calls++;
    }

    public Void boxedNothing(String event) {
        return null;
    }

    public int plus(int value) {
        return value + 1;
    }

    public Integer boxed(Integer value) {
        return value == null ? null : value + 1;
    }

    public long longs(long value) {
        return value;
    }

    public double doubles(double value) {
        return value / 2;
    }

    public float floats(float value) {
        return value;
    }

    public short shorts(short value) {
        return value;
    }

    public byte bytes(byte value) {
        return value;
    }

    public char chars(char value) {
        return value;
    }

    public boolean not(boolean value) {
        return !value;
    }

    public byte[] byteArray(byte[] value) {
        return value;
    }

    public int[] ints(int[] values) {
        return values;
    }

    public List<Integer> list(List<Integer> values) {
        return values;
    }

    public Map<String, List<Long>> nested(Map<String, List<Long>> values) {
        return values;
    }

    public Object object(Object value) {
        return value;
    }

    public String className(Object value) {
        return value == null ? "null" : value.getClass().getName();
    }

    public Optional<String> optional(Optional<String> value) {
        return value;
    }

    public String onlyContext(Context context) {
        return context.getAwsRequestId() + " " + context.getFunctionName() + " " + context.getMemoryLimitInMB() + " "
                + context.getFunctionVersion() + " " + context.getInvokedFunctionArn() + " "
                + context.getLogGroupName() + " " + context.getLogStreamName();
    }

    public String withContext(String event, Context context) {
        return event + " for " + context.getFunctionName();
    }

    public void fullStream(InputStream event, OutputStream result, Context context) throws IOException {
        result.write((context.getFunctionName() + ":").getBytes(StandardCharsets.UTF_8));
        event.transferTo(result);
    }

    public void inAndOut(InputStream event, OutputStream result) throws IOException {
        event.transferTo(result);
    }

    public void outAndContext(OutputStream result, Context context) throws IOException {
        result.write(context.getFunctionName().getBytes(StandardCharsets.UTF_8));
    }

    public void inAndContext(InputStream event, Context context) throws IOException {
        if (event.readAllBytes().length > 100) {
            throw new IOException("too long for " + context.getFunctionName());
        }
    }

    public String in(InputStream event) throws IOException {
        return new String(event.readAllBytes(), StandardCharsets.UTF_8);
    }

    public void out(OutputStream result) throws IOException {
        result.write("raw".getBytes(StandardCharsets.UTF_8));
    }

    public void closing(InputStream event, OutputStream result) throws IOException {
        event.close();
        result.write(1 + '0');
        result.close();
        result.write('2');
    }

    public void halfThenFail(InputStream event, OutputStream result) throws IOException {
        result.write("{\"half\":".getBytes(StandardCharsets.UTF_8));
        throw new IOException("broken in the middle");
    }

    // Overloads Lambda never calls.
    public String contextFirst(Context context, String event) {
        return event;
    }

    public String two(String first, String second) {
        return first + second;
    }

    public String four(String a, String b, String c, Context context) {
        return a;
    }

    public String three(String a, String b, Context context) {
        return a;
    }

    public void outAndString(OutputStream result, String event) {}

    public void inAndString(InputStream event, String more) {}

    private String hidden(String event) {
        return event;
    }

    String packagePrivate(String event) {
        return hidden(event);
    }

    protected String inherited(String event) {
        return event;
    }
}
