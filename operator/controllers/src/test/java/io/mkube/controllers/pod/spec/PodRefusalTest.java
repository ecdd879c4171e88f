package io.mkube.controllers.pod.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a device cannot do is refused, by the name of its field. */
class PodRefusalTest extends PodReading {
  static Stream<Arguments> unsupported() {
    return Stream.of(
        unsupported("spec.hostNetwork", s -> s.withHostNetwork(true)),
        unsupported("spec.hostPID", s -> s.withHostPID(true)),
        unsupported(
            "spec.initContainers",
            s -> s.addNewInitContainer().withName("i").withImage("i").endInitContainer()),
        unsupported(
            "spec.containers[0].securityContext.privileged",
            s ->
                s.editFirstContainer()
                    .withNewSecurityContext()
                    .withPrivileged(true)
                    .endSecurityContext()
                    .endContainer()),
        unsupported(
            "spec.containers[0].securityContext.capabilities.add",
            s ->
                s.editFirstContainer()
                    .withNewSecurityContext()
                    .withNewCapabilities()
                    .withAdd("NET_ADMIN")
                    .endCapabilities()
                    .endSecurityContext()
                    .endContainer()),
        unsupported(
            "spec.containers[0].ports[0].hostPort",
            s ->
                s.editFirstContainer()
                    .addNewPort()
                    .withContainerPort(80)
                    .withHostPort(80)
                    .endPort()
                    .endContainer()),
        unsupported(
            "spec.containers[0].lifecycle",
            s -> s.editFirstContainer().withNewLifecycle().endLifecycle().endContainer()),
        unsupported(
            "spec.volumes[0] (v)",
            s -> mounted(s, volume("v").withNewHostPath("/dev", null).build())),
        unsupported(
            "spec.volumes[0] (v)",
            s -> mounted(s, volume("v").withNewPersistentVolumeClaim("claim", false).build())),
        unsupported(
            "spec.volumes[0].emptyDir.medium",
            s ->
                mounted(
                    s, volume("v").withNewEmptyDir().withMedium("Memory").endEmptyDir().build())),
        unsupported(
            "spec.volumes[0] defaultMode 400",
            s ->
                mounted(
                    s,
                    volume("v")
                        .withNewSecret()
                        .withSecretName("x")
                        .withDefaultMode(0400)
                        .endSecret()
                        .build())));
  }

  private static Arguments unsupported(String field, UnaryOperator<PodSpecBuilder> spec) {
    return Arguments.of(field, spec);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unsupported")
  void refusesWhatWouldChangeItsMeaningAndNamesTheField(
      String field, UnaryOperator<PodSpecBuilder> change) {
    PodRefusal refusal = assertThrows(PodRefusal.class, () -> read(pod(change)));

    assertEquals("Unsupported", refusal.reason());
    assertTrue(refusal.text().contains(field), refusal::text);
  }

  @Test
  void letsPassWhatOnlyRestrictsOrTunes() {
    PodDesire desire =
        read(
            pod(
                spec ->
                    spec.withServiceAccountName("x")
                        .withPriority(5)
                        .withEnableServiceLinks(false)
                        .editFirstContainer()
                        .withNewSecurityContext()
                        .withAllowPrivilegeEscalation(false)
                        .withRunAsNonRoot(true)
                        .withNewCapabilities()
                        .withDrop("ALL")
                        .endCapabilities()
                        .endSecurityContext()
                        .endContainer()));

    assertTrue(desire.hasAddresses());
  }

  @ParameterizedTest
  @CsvSource({
    "vkube.io/static-ip, not-an-address",
    "vkube.io/static-ip, '192.168.200.5,192.168.200.6'",
    "vkube.io/aliases, 'a b'"
  })
  void quotesAnnotationsThatItCannotRead(String annotation, String value) {
    Pod pod = pod(spec -> spec);
    pod.getMetadata().setAnnotations(Map.of(annotation, value));

    PodRefusal refusal = assertThrows(PodRefusal.class, () -> read(pod));

    assertEquals("InvalidAnnotation", refusal.reason());
    assertTrue(refusal.text().contains(annotation), refusal::text);
  }

  @Test
  void refusesAnImageThatIsNone() {
    PodRefusal refusal =
        assertThrows(
            PodRefusal.class,
            () -> read(pod(s -> s.editFirstContainer().withImage("No Such").endContainer())));

    assertEquals("InvalidImageName", refusal.reason());
  }
}
