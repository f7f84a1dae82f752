package dev.hearth.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
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
    void theGatewayKnowsNeitherRuntimeNorOperator() {
        noClasses()
                .that()
                .resideInAPackage("dev.hearth.gateway..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.hearth.runtime..", "dev.hearth.operator..")
                .check(HEARTH);
    }

    @Test
    void hotPathsDoNotUseTheJdksHttpClient() {
        noClasses()
                .that()
                .resideInAPackage("dev.hearth.gateway..")
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
                .check(HEARTH);
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..utils..", "..common..", "..helpers..", "..impl..")
                .check(HEARTH);
    }
}
