package dev.hearth.runtime;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What an environment's process is made of. Every class here costs each cold start. */
class ArchitectureTest {
    private static final JavaClasses RUNTIME = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.hearth.runtime");

    @Test
    void dependsOnProtocolCodeJdkAndAwssLibrariesOnly() {
        classes()
                .that()
                .resideOutsideOfPackage("dev.hearth.runtime.metrics..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.hearth.runtime..",
                        "dev.hearth.protocol..",
                        "dev.hearth.code",
                        "com.amazonaws.services.lambda.runtime..",
                        "java.lang..",
                        "java.io..",
                        "java.net",
                        "java.nio..",
                        "java.security..",
                        "java.time..",
                        "java.util..",
                        "javax.net.ssl",
                        "jdk.net",
                        "sun.misc",
                        "org.jspecify..")
                .check(RUNTIME);
    }

    @Test
    void onlyMetricsKnowMicrometerAndTheJdksServer() {
        classes()
                .that()
                .resideInAPackage("dev.hearth.runtime.metrics..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.hearth.runtime..",
                        "dev.hearth.protocol..",
                        "io.micrometer..",
                        "com.sun.net.httpserver..",
                        "java..",
                        "javax.net.ssl..",
                        "org.jspecify..")
                .check(RUNTIME);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.hearth.runtime.(*)..").should().beFreeOfCycles().check(RUNTIME);
        noClasses()
                .that()
                .resideInAPackage("dev.hearth.runtime.*..")
                .and()
                .resideOutsideOfPackage("dev.hearth.runtime.training..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.hearth.runtime")
                .check(RUNTIME);
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .check(RUNTIME);
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..utils..", "..common..", "..helpers..", "..impl..")
                .check(RUNTIME);
    }
}
