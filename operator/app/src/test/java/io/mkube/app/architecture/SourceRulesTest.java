package io.mkube.app.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Sizes, names and shapes. */
final class SourceRulesTest {
  private static final int MOST_LINES = 400;
  private static final int MOST_CLASSES = 25;
  private static final String MAIN = Path.of("src", "main").toString();
  private static final Set<String> NAMELESS =
      Set.of("util", "utils", "common", "misc", "impl", "helper", "helpers", "manager", "service");

  @Test
  void keepsFilesBelow400Lines() throws IOException {
    List<Path> files = Sources.mainFiles();
    assertTrue(files.size() > 50, () -> "hardly any sources: " + files);
    List<String> long_ = new ArrayList<>();
    for (Path file : files) {
      int lines = Files.readAllLines(file).size();
      if (lines > MOST_LINES) {
        long_.add(file + ": " + lines);
      }
    }
    assertEquals(List.of(), long_);
  }

  @Test
  void keepsPackagesBelow25Classes() {
    Map<Path, Integer> classes = new TreeMap<>();
    for (Path file : Sources.mainFiles()) {
      if (!file.endsWith("package-info.java")) {
        classes.merge(file.getParent(), 1, Integer::sum);
      }
    }
    classes.values().removeIf(count -> count <= MOST_CLASSES);
    assertEquals(Map.of(), classes);
  }

  @Test
  void namesPackagesAfterWhatTheyAreAbout() {
    Set<String> nameless = new TreeSet<>();
    for (JavaClass type : Sources.CLASSES) {
      for (String element : type.getPackageName().split("\\.", -1)) {
        if (NAMELESS.contains(element)) {
          nameless.add(type.getPackageName());
        }
      }
    }
    assertEquals(Set.of(), nameless);
  }

  @Test
  void describesEveryPackage() {
    Set<String> without = new TreeSet<>();
    for (Path file : Sources.mainFiles()) {
      if (file.toString().contains(MAIN)
          && !Files.exists(file.resolveSibling("package-info.java"))) {
        without.add(String.valueOf(file.getParent()));
      }
    }
    assertEquals(Set.of(), without);
  }

  @Test
  void leavesNoClassOpenForInheritanceByAccident() {
    classes()
        .that(
            DescribedPredicate.describe(
                "are ordinary top-level classes",
                (JavaClass type) ->
                    type.isTopLevelClass()
                        && !type.isInterface()
                        && !type.isEnum()
                        && !type.getModifiers().contains(JavaModifier.ABSTRACT)))
        .should()
        .haveModifier(JavaModifier.FINAL)
        .check(Sources.CLASSES);
  }

  @Test
  void logsThroughSlf4jOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.mkube.app.console..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.util.logging..", "ch.qos.logback..")
        .check(Sources.CLASSES);
  }
}
