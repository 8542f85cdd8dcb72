package io.rolestream.system.repository;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import io.rolestream.common.config.Settings;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may use whom, read from the compiled classes. */
class LayersTest {
    private static final String BASE = "io.rolestream.";

    /** Modules whose packages are not named after them. */
    private static final Map<String, String> PACKAGES = Map.of(
            "stream-app", "stream", "embedded-kafka", "embedded", "local-stack", "local", "system-tests", "system");

    private static final JavaClasses CLASSES = mainClasses();

    private static JavaClasses mainClasses() {
        // Of other libraries' classes the name is enough.
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        return new ClassFileImporter().withImportOption(LayersTest::isMain).importPackages("io.rolestream");
    }

    private static boolean isMain(Location location) {
        return !location.contains("test-classes") && !location.contains("-tests.jar");
    }

    static Stream<String> modules() {
        return Repository.modules().stream().filter(module -> !module.equals("system-tests"));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void shouldUseOnlyModulesBelow(String module) {
        List<String> order = Repository.modules();
        String[] above = order.subList(order.indexOf(module) + 1, order.size()).stream()
                .flatMap(LayersTest::packages)
                .toArray(String[]::new);

        noClasses()
                .that()
                .resideInAnyPackage(packages(module).toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(above)
                .because("in ARCHITECTURE.md each module may use only those listed before it")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void shouldKeepKafkaOutOfTheEngine() {
        noClasses()
                .that()
                .resideInAPackage(BASE + "engine..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "org.apache.avro..", BASE + "schemas..", BASE + "events..")
                .because("models are files and tensors, wherever their texts come from")
                .check(CLASSES);
    }

    @Test
    void shouldStopConfigurationAtTheDoor() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        BASE + "cli..",
                        BASE + "local..",
                        BASE + "benchmarks..",
                        BASE + "common.config..",
                        BASE + "common.clients..")
                .and()
                .haveSimpleNameNotEndingWith("Config")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Settings.class)
                .because("services take typed settings, which the *Config classes read")
                .check(CLASSES);
    }

    @Test
    void shouldHaveNoCyclesBetweenPackages() {
        slices().matching(BASE + "(**)").should().beFreeOfCycles().check(CLASSES);
    }

    private static Stream<String> packages(String module) {
        String own = BASE + PACKAGES.getOrDefault(module, module) + "..";
        return module.equals("schemas") ? Stream.of(own, BASE + "events..") : Stream.of(own);
    }
}
