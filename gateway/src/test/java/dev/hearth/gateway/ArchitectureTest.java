package dev.hearth.gateway;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The arrows between Hearth's parts, and the names that say nothing. */
class ArchitectureTest {
    private static final JavaClasses HEARTH = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.hearth");

    @Test
    void theProtocolDependsOnNothing() {
        classes()
                .that()
                .resideInAPackage("dev.hearth.protocol..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.hearth.protocol..", "java..", "org.jspecify..")
                .check(HEARTH);
    }

    @Test
    void scalingDependsOnNothing() {
        classes()
                .that()
                .resideInAPackage("dev.hearth.scaling..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.hearth.scaling..", "java..", "org.jspecify..")
                .check(HEARTH);
    }

    @Test
    void budgetsDependOnNothing() {
        classes()
                .that()
                .resideInAPackage("dev.hearth.gateway.memory..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.hearth.gateway.memory..", "java..", "org.jspecify..")
                .check(HEARTH);
    }

    @Test
    void resourcesDependOnNoOtherPart() {
        mayUse("dev.hearth.crds..");
    }

    @Test
    void codePackagesAreReadWithResourcesOnly() {
        mayUse("dev.hearth.code..", "dev.hearth.crds..");
    }

    @Test
    void theGatewayKnowsNeitherRuntimeNorOperator() {
        mayUse(
                "dev.hearth.gateway..",
                "dev.hearth.crds..",
                "dev.hearth.protocol..",
                "dev.hearth.scaling..",
                "dev.hearth.code..");
    }

    /** Of Hearth's parts, this one may use itself and these only. */
    private static void mayUse(String part, String... others) {
        noClasses()
                .that()
                .resideInAPackage(part)
                .should()
                .dependOnClassesThat(resideInAPackage("dev.hearth..")
                        .and(not(resideInAnyPackage(others)))
                        .and(not(resideInAPackage(part))))
                .check(HEARTH);
    }

    @Test
    void decidingWhatRunsWhereNeedsNoLibrary() {
        classes()
                .that()
                .resideInAnyPackage("dev.hearth.gateway.dispatch..", "dev.hearth.gateway.concurrency..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.hearth..", "java..", "org.jspecify..", "org.slf4j..")
                .check(HEARTH);
    }

    @Test
    void onlyTheEdgesKnowTheirLibraries() {
        onlyIn(
                "io.netty..",
                "dev.hearth.gateway",
                "dev.hearth.gateway.invoke..",
                "dev.hearth.gateway.environment..",
                "dev.hearth.gateway.tls..");
        onlyIn("io.fabric8.kubernetes.client..", "dev.hearth.crds..", "dev.hearth.gateway.kubernetes..");
        onlyIn("com.github.benmanes..", "dev.hearth.gateway.kubernetes..");
        onlyIn("com.nimbusds..", "dev.hearth.gateway.kubernetes..");
        onlyIn("org.apache.hc..", "dev.hearth.gateway.code..", "dev.hearth.gateway.destinations..");
        onlyIn("software.amazon.awssdk..", "dev.hearth.gateway.destinations..");
        onlyIn("io.nats..", "dev.hearth.gateway.destinations..", "dev.hearth.gateway.queue.jetstream..");
        onlyIn("io.micrometer..", "dev.hearth.gateway.metrics..");
        onlyIn("picocli..", "dev.hearth.gateway.up..");
    }

    private static void onlyIn(String library, String... packages) {
        noClasses()
                .that()
                .resideOutsideOfPackages(packages)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(HEARTH);
    }

    @Test
    void onlyTheFleetStartsProcesses() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.hearth.gateway.fleet..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ProcessBuilder.class)
                .check(HEARTH);
    }

    @Test
    void nothingIsPrintedOutsideOfTheCommandLine() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.hearth.gateway.up..")
                .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
                .check(HEARTH);
    }

    @Test
    void thereIsNoStaticStateThatChanges() {
        fields().that().areStatic().should().beFinal().check(HEARTH);
    }

    @Test
    void thingsAreComposed() {
        noClasses()
                .that()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .should()
                .haveModifier(JavaModifier.ABSTRACT)
                .check(HEARTH);
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<JavaPackage> packages = HEARTH.stream().map(JavaClass::getPackage).collect(Collectors.toSet());
        assertThat(packages).allMatch(each -> each.isAnnotatedWith(NullMarked.class));
    }

    @Test
    void hotPathsDoNotUseTheJdksHttpClient() {
        noClasses()
                .that()
                .resideInAPackage("dev.hearth.gateway..")
                .and()
                .resideOutsideOfPackage("dev.hearth.gateway.up..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.net.http..")
                .check(HEARTH);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.hearth.(*)..").should().beFreeOfCycles().check(HEARTH);
        slices().matching("dev.hearth.gateway.(*)..").should().beFreeOfCycles().check(HEARTH);
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
                .orShould()
                .haveSimpleNameEndingWith("Helpers")
                .orShould()
                .haveSimpleNameStartingWith("Abstract")
                .orShould()
                .haveSimpleNameStartingWith("Base")
                .check(HEARTH);
        noClasses()
                .should()
                .resideInAnyPackage(
                        "..util..", "..utils..", "..common..", "..helpers..", "..manager..", "..managers..", "..impl..")
                .check(HEARTH);
    }
}
