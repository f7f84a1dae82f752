package example.faults;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Tells where its own code and what lies beside it are. */
public final class Places implements RequestHandler<String, Map<String, String>> {
    private static final String RESOURCE = "tpl/a.html";

    @Override
    public Map<String, String> handleRequest(String ignored, Context context) {
        Map<String, String> places = new LinkedHashMap<>();
        places.put("workingFolder", Path.of("").toAbsolutePath().toString());
        places.put("taskRoot", String.valueOf(System.getenv("LAMBDA_TASK_ROOT")));
        places.put(
                "codeSource",
                Places.class.getProtectionDomain().getCodeSource().getLocation().toString());
        places.put("resourceAsFile", resourceAsFile());
        places.put("relativeFile", Boolean.toString(new File(RESOURCE).exists()));
        places.put("libraryPath", String.valueOf(System.getProperty("java.library.path")));
        places.put("modified", Long.toString(new File(RESOURCE).lastModified()));
        places.put("write", write());
        return places;
    }

    private static String resourceAsFile() {
        try {
            URL resource = Objects.requireNonNull(Places.class.getResource("/" + RESOURCE), RESOURCE);
            return Files.readString(Path.of(resource.toURI()));
        } catch (IOException | URISyntaxException | RuntimeException e) {
            return e.toString();
        }
    }

    private static String write() {
        try {
            Files.writeString(Path.of("app.log"), "x");
            return "written";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
