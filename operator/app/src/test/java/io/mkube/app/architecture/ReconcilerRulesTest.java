package io.mkube.app.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The anatomy of a reconciler: it observes, a pure planner decides, an actuator acts. */
final class ReconcilerRulesTest {
  private static final List<String> PARTS = List.of("Planner", "Observation", "Conditions");

  private static final DescribedPredicate<JavaClass> PURE =
      DescribedPredicate.describe(
          "are planners or conditions",
          type ->
              type.getPackageName().startsWith("io.mkube.controllers")
                  && (type.getSimpleName().endsWith("Planner")
                      || type.getSimpleName().endsWith("Conditions")));

  private static final List<String> IMPURE =
      List.of(
          "io.fabric8.kubernetes.client.KubernetesClient",
          "io.fabric8.kubernetes.client.dsl.",
          "io.fabric8.kubernetes.client.informers.",
          "io.javaoperatorsdk.operator.api.reconciler.Context",
          "org.slf4j.",
          "java.io.File",
          "java.net.http.",
          "java.nio.file.Files",
          "java.time.Clock",
          "java.time.InstantSource",
          "java.util.Random",
          "java.util.concurrent.ThreadLocalRandom",
          "java.util.random.");

  @Test
  void hasPlannerObservationAndConditionsBesideEveryReconciler() {
    List<String> missing = new ArrayList<>();
    List<JavaClass> reconcilers = reconcilers();
    for (JavaClass reconciler : reconcilers) {
      String prefix = reconciler.getName().replaceFirst("Reconciler$", "");
      List<String> parts = decidesOnObjectsAlone(reconciler) ? List.of("Planner") : PARTS;
      for (String part : parts) {
        if (!Sources.CLASSES.contain(prefix + part)) {
          missing.add(prefix + part);
        }
      }
    }
    assertFalse(reconcilers.isEmpty());
    assertEquals(List.of(), missing);
  }

  @Test
  void importsNoFeatureIntoAnother() {
    Set<String> features =
        reconcilers().stream()
            .map(JavaClass::getPackageName)
            .collect(Collectors.toCollection(TreeSet::new));
    for (String feature : features) {
      Set<String> others = new TreeSet<>(features);
      others.remove(feature);
      noClasses()
          .that()
          .resideInAPackage(feature)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(others.toArray(String[]::new))
          .allowEmptyShould(features.size() < 2)
          .check(Sources.CLASSES);
    }
  }

  @Test
  void plansWithoutClientClockLoggerOrChance() {
    noClasses()
        .that(PURE)
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "reach outside", type -> IMPURE.stream().anyMatch(type.getName()::startsWith)))
        .orShould()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are ports of the device",
                type ->
                    type.getPackageName().startsWith("io.mkube.routeros")
                        && type.isInterface()
                        && type.getMethods().stream()
                            .anyMatch(method -> method.getName().equals("list"))))
        .check(Sources.CLASSES);
    noClasses()
        .that(PURE)
        .should()
        .callMethodWhere(
            DescribedPredicate.describe(
                "it asks for the time or a random value",
                call ->
                    Set.of("now", "nanoTime", "currentTimeMillis", "randomUUID", "random")
                        .contains(call.getName())))
        .check(Sources.CLASSES);
  }

  @Test
  void keepsEveryPlannerFinalAndWithoutState() {
    classes()
        .that(PURE)
        .should()
        .haveModifier(JavaModifier.FINAL)
        .andShould()
        .haveOnlyFinalFields()
        .check(Sources.CLASSES);
  }

  /** Binding looks at no device, and the condition that it sets is one of the Pod. */
  private static boolean decidesOnObjectsAlone(JavaClass reconciler) {
    return reconciler.getPackageName().equals("io.mkube.controllers.binding");
  }

  private static List<JavaClass> reconcilers() {
    return Sources.CLASSES.stream()
        .filter(type -> type.getPackageName().startsWith("io.mkube.controllers"))
        .filter(type -> type.getSimpleName().endsWith("Reconciler") && !type.isInterface())
        .toList();
  }
}
