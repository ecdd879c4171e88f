package io.mkube.app.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which part may import which. */
final class ModuleRulesTest {
  private static final String ADAPTER = "io.mkube.routeros..";
  private static final String SIMULATOR = "io.mkube.routeros.simulator..";

  /**
   * A part of the program.
   *
   * @param packages its packages
   * @param mayImport packages of other parts
   */
  record Module(String packages, List<String> mayImport) {
    static Module of(String packages, String... mayImport) {
      return new Module(packages, List.of(mayImport));
    }

    DescribedPredicate<JavaClass> contains() {
      return packages.equals(ADAPTER)
          ? resideInAPackage(ADAPTER).and(not(resideInAPackage(SIMULATOR)))
          : resideInAPackage(packages);
    }
  }

  static Stream<Module> modules() {
    return Stream.of(
        Module.of("io.mkube.crds.."),
        Module.of(ADAPTER),
        Module.of(SIMULATOR, ADAPTER),
        Module.of("io.mkube.store.."),
        Module.of("io.mkube.apiserver..", "io.mkube.store.."),
        Module.of("io.mkube.images.."),
        Module.of("io.mkube.iso9660.."),
        Module.of(
            "io.mkube.controllers..",
            "io.mkube.crds..",
            "io.mkube.routeros",
            "io.mkube.routeros.container..",
            "io.mkube.routeros.file..",
            "io.mkube.routeros.microdns..",
            "io.mkube.routeros.network..",
            "io.mkube.routeros.system..",
            "io.mkube.images.."),
        Module.of("io.mkube.app..", "io.mkube.."));
  }

  @ParameterizedTest
  @MethodSource("modules")
  void seesTheClassesOfEveryModule(Module module) {
    assertTrue(
        Sources.CLASSES.stream().filter(module.contains()).count() >= 4,
        () -> "hardly any classes in " + module.packages());
  }

  @Test
  void seesNoOtherModules() {
    DescribedPredicate<JavaClass> known =
        resideInAnyPackage(modules().map(Module::packages).toArray(String[]::new));
    List<String> strangers =
        Sources.CLASSES.stream().filter(not(known)).map(JavaClass::getName).toList();
    assertTrue(strangers.isEmpty(), () -> "add a rule for the module of " + strangers);
  }

  @ParameterizedTest
  @MethodSource("modules")
  void importsOnlyWhatTheLayoutAllows(Module module) {
    List<String> allowed = new ArrayList<>(module.mayImport());
    allowed.add(module.packages());
    noClasses()
        .that(module.contains())
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.mkube..")
                .and(not(resideInAnyPackage(allowed.toArray(String[]::new)))))
        .check(Sources.CLASSES);
  }

  @Test
  void hasNoCyclesBetweenPackages() {
    slices().matching("io.mkube.(**)").should().beFreeOfCycles().check(Sources.CLASSES);
  }

  @Test
  void keepsCustomResourcesFreeOfEverythingButFabric8() {
    classes()
        .that()
        .resideInAPackage("io.mkube.crds..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.mkube.crds..",
            "java..",
            "io.fabric8..",
            "com.fasterxml.jackson..",
            "org.jspecify.annotations..")
        .check(Sources.CLASSES);
  }

  @Test
  void keepsTheLibraryOfImagesFreeOfEverythingButTheJdk() {
    classes()
        .that()
        .resideInAPackage("io.mkube.iso9660..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("io.mkube.iso9660..", "java..", "org.jspecify.annotations..")
        .check(Sources.CLASSES);
  }

  @Test
  void usesTheSimulatorInTheDemoAndInTestsOnly() {
    noClasses()
        .that(not(resideInAnyPackage(SIMULATOR, "io.mkube.app..")))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(SIMULATOR)
        .check(Sources.CLASSES);
  }

  @Test
  void meetsTheDevicesImplementationInTheAdapterAndWhereItIsWiredOnly() {
    DescribedPredicate<JavaClass> implementation =
        DescribedPredicate.describe(
            "are implementations of the adapter's ports",
            type ->
                type.getPackageName().startsWith("io.mkube.routeros")
                    && type.getSimpleName().startsWith("RouterOs")
                    && !type.isInterface()
                    && !type.isRecord());
    noClasses()
        .that(not(resideInAnyPackage(ADAPTER, "io.mkube.app..")))
        .should()
        .dependOnClassesThat(implementation)
        .check(Sources.CLASSES);
  }
}
