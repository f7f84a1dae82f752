package dev.hearth.gateway.catalog;

import dev.hearth.code.CodeProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Words what is wrong with a code package together with what its owner can do. */
final class CodeFix {
    private CodeFix() {}

    static String message(Path file, CodeProblem problem) {
        return "'" + file + "' " + problem.getMessage() + fix(file, problem.reason());
    }

    private static String fix(Path file, CodeProblem.Reason reason) {
        return switch (reason) {
            case MISSING ->
                "; build it" + buildCommand(file).map(" with `%s`"::formatted).orElse("") + ", or correct the path";
            case NOT_A_COMPLETE_ZIP ->
                "; it is read again as soon as it changes. If no build is running, build it again";
            case TOO_LARGE -> "; leave out what the function does not need";
            case UNSAFE -> "; build the package without it";
            case UNREADABLE -> "";
        };
    }

    private static Optional<String> buildCommand(Path file) {
        for (Path folder = file.getParent(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("pom.xml"))) {
                return Optional.of("mvn -f " + folder + " package");
            }
            if (Files.exists(folder.resolve("build.gradle")) || Files.exists(folder.resolve("build.gradle.kts"))) {
                return Optional.of("gradle -p " + folder + " build");
            }
        }
        return Optional.empty();
    }
}
