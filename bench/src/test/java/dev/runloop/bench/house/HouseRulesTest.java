package dev.runloop.bench.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rules of the house that a program can check, over the classes that are published. */
@DisplayName("In what is published")
class HouseRulesTest {
    private static final Pattern EXPORT = Pattern.compile("exports\\s+([\\w.]+)");
    private static final List<String> MODULES = List.of("loop", "executors", "perform");

    private static final ImportOption IS_PUBLISHED =
            location -> !location.contains("/bench/") && !location.contains("test-classes");
    private static final JavaClasses PUBLISHED =
            new ClassFileImporter(List.of(IS_PUBLISHED)).importPackages("dev.runloop");

    /** The doors by which other packages get at what a loop hides; they name the loop, as the JDK's SharedSecrets do. */
    private static final DescribedPredicate<JavaClass> THE_DOORS = resideInAPackage("dev.runloop.internal.access");

    private static final DescribedPredicate<JavaClass> THE_INTERNALS = resideInAPackage("dev.runloop.internal..")
            .and(DescribedPredicate.not(THE_DOORS))
            .as("the internals");
    private static final DescribedPredicate<JavaClass> OUR_OWN =
            resideInAPackage("dev.runloop..").as("classes of ours");
    private static final DescribedPredicate<JavaClass> THE_MODULES_ABOVE = resideInAnyPackage(
                    "dev.runloop.executors..", "dev.runloop.perform..")
            .as("the modules above");

    private static boolean makesThread(JavaCodeUnitAccess<?> call) {
        JavaClass owner = call.getTargetOwner();
        String name = call.getTarget().getName();
        if (owner.isEquivalentTo(Thread.class)) {
            return name.matches("<init>|ofPlatform|ofVirtual|startVirtualThread");
        }
        if (owner.isEquivalentTo(Executors.class)) {
            return name.startsWith("new");
        }
        boolean makesPool = Stream.of(ThreadPoolExecutor.class, ForkJoinPool.class, java.util.Timer.class)
                .anyMatch(owner::isAssignableTo);
        return makesPool && name.equals("<init>");
    }

    @Test
    @DisplayName("the ground floor knows nothing above it")
    void internalsAreTheGroundFloor() {
        noClasses()
                .that(THE_INTERNALS)
                .should()
                .dependOnClassesThat(OUR_OWN.and(DescribedPredicate.not(THE_INTERNALS)))
                .check(PUBLISHED);
    }

    @Test
    @DisplayName("the loop knows no other module")
    void theLoopStandsAlone() {
        noClasses()
                .that(DescribedPredicate.not(THE_MODULES_ABOVE))
                .should()
                .dependOnClassesThat(THE_MODULES_ABOVE)
                .check(PUBLISHED);
    }

    @Test
    @DisplayName("no executor knows of performs")
    void executorsStandBelowPerforms() {
        noClasses()
                .that()
                .resideInAPackage("dev.runloop.executors..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.runloop.perform..")
                .check(PUBLISHED);
    }

    @Test
    @DisplayName("no packages depend on each other in a circle")
    void packagesFormNoCircle() {
        slices().matching("dev.(**)")
                .should()
                .beFreeOfCycles()
                .ignoreDependency(THE_DOORS, DescribedPredicate.alwaysTrue())
                .check(PUBLISHED);
    }

    @Test
    @DisplayName("public types are in exported packages, or in internal ones")
    void publicTypesAreExported() throws IOException {
        List<String> exported = exportedPackages();
        assertTrue(exported.contains("dev.runloop"), exported::toString);
        classes()
                .that()
                .arePublic()
                .and()
                .areTopLevelClasses()
                .and()
                .resideOutsideOfPackage("dev.runloop.internal..") // which has JCTools' in the jar
                .should()
                .resideInAnyPackage(exported.toArray(String[]::new))
                .check(PUBLISHED);
    }

    private static List<String> exportedPackages() throws IOException {
        StringBuilder descriptors = new StringBuilder();
        for (String module : MODULES) {
            descriptors.append(Files.readString(Path.of("..", module, "src/main/java/module-info.java")));
        }
        return EXPORT.matcher(descriptors)
                .results()
                .map(MatchResult::group)
                .map(export -> export.replaceAll("exports\\s+", ""))
                .toList();
    }

    @Test
    @DisplayName("threads are made in one place")
    void threadsAreMadeInOnePlace() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.runloop.internal.LibraryThreads")
                .should()
                .accessTargetWhere(DescribedPredicate.describe(
                        "makes a thread", access -> access instanceof JavaCodeUnitAccess<?> call && makesThread(call)))
                .check(PUBLISHED);
        assertFalse(PUBLISHED.isEmpty());
    }
}
