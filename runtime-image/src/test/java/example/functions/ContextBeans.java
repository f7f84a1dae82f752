package example.functions;

import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.core.JsonProcessingException;
import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.JsonNode;
import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.ObjectMapper;
import com.amazonaws.lambda.thirdparty.com.google.gson.Gson;
import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** What libraries of the user's make of the objects that a function is given. */
public class ContextBeans {
    private static final Object NOTHING = null;

    public String gson(Object event, Context context) {
        return new Gson().toJson(context).replaceAll("InMs\":\\d+", "InMs\":1");
    }

    public String gsonOfLogger(Object event, Context context) {
        return new Gson().toJson(context.getLogger()) + new Gson().toJson(LambdaRuntime.getLogger());
    }

    public String gsonOfClient(Object event, Context context) {
        return new Gson().toJson(context.getClientContext());
    }

    /** Properties that have no field of their name come in the order of the JVM. */
    public Map<String, String> jackson(Object event, Context context) throws JsonProcessingException {
        Map<String, String> sorted = new TreeMap<>();
        JsonNode tree = new ObjectMapper().readTree(new ObjectMapper().writeValueAsString(context));
        tree.properties()
                .forEach(each -> sorted.put(each.getKey(), each.getValue().toString()));
        sorted.computeIfPresent("remainingTimeInMillis", (_, millis) -> millis.replaceAll("\\d+", "1"));
        return sorted;
    }

    public String jacksonOfClient(Object event, Context context) throws JsonProcessingException {
        ObjectMapper mapper = new ObjectMapper();
        return mapper.writeValueAsString(context.getClientContext());
    }

    public Context returned(Object event, Context context) {
        return context;
    }

    public ClientContext returnedClient(Object event, Context context) {
        return context.getClientContext();
    }

    public Map<String, String> reflection(Object event, Context context) throws ReflectiveOperationException {
        Map<String, String> values = new TreeMap<>();
        for (Object each :
                new Object[] {context, context.getLogger(), context.getClientContext(), LambdaRuntime.getLogger()}) {
            if (each != NOTHING) {
                read(each, values);
            }
        }
        values.remove("getRemainingTimeInMillis");
        return values;
    }

    private static void read(Object bean, Map<String, String> values) throws ReflectiveOperationException {
        for (var method : bean.getClass().getMethods()) {
            boolean isGetter = method.getName().startsWith("get") && method.getParameterCount() == 0;
            if (isGetter && method.getDeclaringClass() != Object.class) {
                values.put(method.getName(), shortened(method.invoke(bean)));
            }
        }
    }

    public String text(Object event, Context context) {
        return shortened(context) + shortened(context.getLogger());
    }

    /** Objects of the platform by the last part of their class's name, and without their hash. */
    private static String shortened(Object value) {
        return String.valueOf(value).replaceAll("^[\\w.$]*\\.([^.]*Lambda|Function)[^.@]*@[0-9a-f]+$", "an object");
    }

    public String printsByReflection(String line) throws ReflectiveOperationException {
        System.out.getClass().getMethod("println", String.class).invoke(System.out, line);
        System.err.getClass().getMethod("print", Object.class).invoke(System.err, (Object) line + "\n");
        return String.valueOf(System.out instanceof PrintStream);
    }

    public void stream(InputStream in, OutputStream out) throws IOException {
        ByteArrayOutputStream bytes = (ByteArrayOutputStream) out;
        bytes.write("half".getBytes(StandardCharsets.UTF_8));
        bytes.reset();
        out.write(in.readAllBytes());
        System.out.println(out + " has " + bytes.size());
    }
}
