package io.mkube.controllers.pod.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.mkube.controllers.ownership.ClusterUid;
import io.mkube.controllers.pod.spec.ContainerDesire.ImageChoice;
import io.mkube.controllers.pod.spec.ContainerDesire.Inputs;
import io.mkube.crds.network.AddressAllocation;
import io.mkube.crds.network.Network;
import io.mkube.crds.network.NetworkDns;
import io.mkube.crds.network.NetworkSpec;
import io.mkube.routeros.container.ContainerMounts.MountMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PodReaderTest {
  private static final PodReader.Placement PLACEMENT =
      new PodReader.Placement(new ClusterUid("c-1"), "raid1/mkube", List.of("192.168.200.1"));

  private final Map<String, ConfigMap> configMaps = new HashMap<>();
  private final Map<String, Secret> secrets = new HashMap<>();

  @Test
  void readsWhatAContainerIsMadeFrom() {
    ContainerDesire container =
        first(
            spec ->
                spec.editFirstContainer()
                    .withCommand("/bin/sh", "-c")
                    .withArgs("echo $(GREETING) $(UNKNOWN) $$(GREETING)")
                    .addNewEnv()
                    .withName("GREETING")
                    .withValue("hello world")
                    .endEnv()
                    .withWorkingDir("/srv")
                    .withNewSecurityContext()
                    .withRunAsUser(1000L)
                    .withRunAsGroup(1001L)
                    .endSecurityContext()
                    .endContainer());

    assertEquals("default_web_app", container.row());
    assertEquals("veth_default_web_0", container.veth());
    assertEquals("docker.io/library/nginx:1.27", container.image().toString());
    assertEquals(List.of("/bin/sh", "-c"), container.program().entrypoint());
    assertEquals(
        List.of("echo hello world $(UNKNOWN) $(GREETING)"), container.program().arguments());
    assertEquals("/srv", container.program().workdir());
    assertEquals("1000:1001", container.program().user());
    assertEquals("web", container.program().hostname());
    assertEquals(List.of("192.168.200.252"), container.program().dns());
    assertEquals("192.168.200.10", container.address().orElseThrow().toString());
  }

  @Test
  void namesThePodItsContainersAndItsAliases() {
    Pod pod = pod(spec -> spec.addNewContainer().withName("side").withImage("b").endContainer());
    pod.getMetadata().setAnnotations(Map.of("vkube.io/aliases", "WWW,m=side,x=nobody"));

    List<String> names =
        read(pod).records().stream().map(r -> r.name() + "=" + r.address()).toList();

    assertEquals(
        List.of(
            "web=192.168.200.10",
            "app.web=192.168.200.10",
            "side.web=192.168.200.11",
            "www=192.168.200.10",
            "m=192.168.200.11"),
        names);
  }

  @Test
  void takesAnArchiveOnTheDeviceInsteadOfTheImage() {
    Pod pod = pod(spec -> spec);
    pod.getMetadata().setAnnotations(Map.of("vkube.io/file", "/raid1/images/a.tar"));

    assertEquals(
        new ImageChoice.Archive("raid1/images/a.tar"), read(pod).containers().getFirst().image());
  }

  @Test
  void runsTheNameServerOfTheNetworkAsRoot() {
    Pod pod = pod(spec -> spec);
    pod.getMetadata().setAnnotations(Map.of("vkube.io/static-ip", "192.168.200.252"));

    assertEquals("0:0", read(pod).containers().getFirst().program().user());
  }

  @Test
  void changesTheHashWithWhatAContainerIsMadeFrom() {
    String plain = first(spec -> spec).hash();

    assertEquals(plain, first(spec -> spec).hash());
    assertNotEquals(
        plain, first(spec -> spec.editFirstContainer().withImage("nginx:2").endContainer()).hash());
    assertNotEquals(
        plain, first(spec -> spec.editFirstContainer().withArgs("x").endContainer()).hash());
    assertNotEquals(
        first(spec -> spec.editFirstContainer().withCommand("x").endContainer()).hash(),
        first(spec -> spec.editFirstContainer().withArgs("x").endContainer()).hash());
  }

  @Nested
  class WhenItHasVolumes {
    @Test
    void mountsEmptyFoldersForWritingAndFilesForReading() {
      configMaps.put("settings", configMap(Map.of("a", "1")));
      PodDesire desire =
          read(
              pod(
                  spec ->
                      mounted(spec, volume("data").withNewEmptyDir().endEmptyDir().build())
                          .addToVolumes(
                              volume("conf")
                                  .withNewConfigMap()
                                  .withName("settings")
                                  .endConfigMap()
                                  .build())
                          .editFirstContainer()
                          .addNewVolumeMount()
                          .withName("conf")
                          .withMountPath("/etc/conf")
                          .endVolumeMount()
                          .endContainer()));

      Inputs.Known inputs =
          assertInstanceOf(Inputs.Known.class, desire.containers().getFirst().inputs());
      assertEquals(
          List.of(MountMode.READ_WRITE, MountMode.READ_ONLY),
          inputs.mounts().stream().map(ContainerDesire.Mount::mode).toList());
      assertEquals("raid1/mkube/volumes/default_web_u-1/data", inputs.mounts().getFirst().source());
      assertEquals(Map.of("a", "1"), desire.volumes().getLast().files());
    }

    @Test
    void projectsChosenKeysToPaths() {
      configMaps.put("settings", configMap(Map.of("a", "1", "b", "2")));
      Volume volume =
          volume("v")
              .withNewConfigMap()
              .withName("settings")
              .withItems(new KeyToPath("a", null, "sub/x"))
              .endConfigMap()
              .build();

      assertEquals(
          Map.of("sub/x", "1"),
          read(pod(spec -> mounted(spec, volume))).volumes().getFirst().files());
    }

    @Test
    void decodesSecretsAndNeverPrintsThem() {
      secrets.put("keys", secret(Map.of("token", "s3cr3t")));
      Volume volume = volume("v").withNewSecret().withSecretName("keys").endSecret().build();

      PodDesire desire =
          read(
              pod(
                  spec ->
                      mounted(spec, volume)
                          .editFirstContainer()
                          .addNewEnv()
                          .withName("TOKEN")
                          .withNewValueFrom()
                          .withNewSecretKeyRef("token", "keys", false)
                          .endValueFrom()
                          .endEnv()
                          .endContainer()));

      assertEquals(Map.of("token", "s3cr3t"), desire.volumes().getFirst().files());
      assertEquals(
          Map.of("TOKEN", "s3cr3t"),
          assertInstanceOf(Inputs.Known.class, desire.containers().getFirst().inputs()).env());
      assertFalse(desire.toString().contains("s3cr3t"), desire::toString);
    }

    @Test
    void waitsForWhatIsMissing() {
      Volume volume = volume("v").withNewConfigMap().withName("later").endConfigMap().build();

      assertEquals("FailedMount", missing(spec -> mounted(spec, volume)).reason());
      configMaps.put("later", configMap(Map.of()));
      assertTrue(first(spec -> mounted(spec, volume)).inputs() instanceof Inputs.Known);
    }

    @Test
    void takesOptionalThingsAsTheyCome() {
      Volume volume =
          volume("v")
              .withNewConfigMap()
              .withName("later")
              .withOptional(true)
              .endConfigMap()
              .build();

      assertTrue(first(spec -> mounted(spec, volume)).inputs() instanceof Inputs.Known);
    }

    @Test
    void refusesFilesThatADeviceCannotTake() {
      configMaps.put("settings", configMap(Map.of("big", "x".repeat(60 * 1024 + 1))));
      Volume big = volume("v").withNewConfigMap().withName("settings").endConfigMap().build();
      assertEquals("Unsupported", missing(spec -> mounted(spec, big)).reason());

      configMaps.put(
          "settings",
          new ConfigMapBuilder()
              .withBinaryData(
                  Map.of("raw", Base64.getEncoder().encodeToString(new byte[] {(byte) 0xff, 0})))
              .build());
      assertEquals("Unsupported", missing(spec -> mounted(spec, big)).reason());
    }

    @Test
    void neverWritesOutsideTheVolume() {
      configMaps.put("settings", configMap(Map.of("a", "1")));
      for (String path : List.of("/etc/passwd", "../x", "a/../../x")) {
        Volume volume =
            volume("v")
                .withNewConfigMap()
                .withName("settings")
                .withItems(new KeyToPath("a", null, path))
                .endConfigMap()
                .build();
        assertEquals("Unsupported", missing(spec -> mounted(spec, volume)).reason(), path);
      }
    }
  }

  @Nested
  class WhenItHasVariables {
    @ParameterizedTest
    @CsvSource({
      "metadata.name, web",
      "metadata.namespace, default",
      "metadata.uid, u-1",
      "metadata.labels['app'], shop",
      "metadata.annotations['none'], ''",
      "spec.nodeName, rose1",
      "status.podIP, 192.168.200.10",
      "status.hostIP, 192.168.200.1",
    })
    void knowsThePodsFields(String path, String value) {
      assertEquals(value, env(spec -> field(spec, path)).get("X"));
    }

    @Test
    void putsEnvOverEnvFrom() {
      configMaps.put("settings", configMap(Map.of("A", "1", "B", "2")));

      Map<String, String> env =
          env(
              spec ->
                  spec.editFirstContainer()
                      .addNewEnvFrom()
                      .withPrefix("P_")
                      .withNewConfigMapRef("settings", false)
                      .endEnvFrom()
                      .addNewEnv()
                      .withName("P_B")
                      .withValue("own")
                      .endEnv()
                      .endContainer());

      assertEquals(Map.of("P_A", "1", "P_B", "own"), env);
    }

    @Test
    void waitsForAMissingKey() {
      configMaps.put("settings", configMap(Map.of("A", "1")));
      UnaryOperator<PodSpecBuilder> spec =
          s ->
              s.editFirstContainer()
                  .addNewEnv()
                  .withName("X")
                  .withNewValueFrom()
                  .withNewConfigMapKeyRef("Z", "settings", false)
                  .endValueFrom()
                  .endEnv()
                  .endContainer();

      Inputs.Missing missing = missing(spec);

      assertEquals("CreateContainerConfigError", missing.reason());
      assertTrue(missing.message().contains("\"Z\""), missing::message);
    }
  }

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

  private static PodSpecBuilder field(PodSpecBuilder spec, String path) {
    return spec.editFirstContainer()
        .addNewEnv()
        .withName("X")
        .withNewValueFrom()
        .withNewFieldRef("v1", path)
        .endValueFrom()
        .endEnv()
        .endContainer();
  }

  private static PodSpecBuilder mounted(PodSpecBuilder spec, Volume volume) {
    return spec.addToVolumes(volume)
        .editFirstContainer()
        .addNewVolumeMount()
        .withName(volume.getName())
        .withMountPath("/mnt")
        .endVolumeMount()
        .endContainer();
  }

  private static VolumeBuilder volume(String name) {
    return new VolumeBuilder().withName(name);
  }

  private static ConfigMap configMap(Map<String, String> data) {
    return new ConfigMapBuilder().withData(data).build();
  }

  private static Secret secret(Map<String, String> data) {
    return new SecretBuilder()
        .withData(
            data.entrySet().stream()
                .collect(
                    Collectors.toMap(
                        Map.Entry::getKey,
                        e ->
                            Base64.getEncoder()
                                .encodeToString(e.getValue().getBytes(StandardCharsets.UTF_8)))))
        .build();
  }

  private ContainerDesire first(UnaryOperator<PodSpecBuilder> spec) {
    return read(pod(spec)).containers().getFirst();
  }

  private Map<String, String> env(UnaryOperator<PodSpecBuilder> spec) {
    return assertInstanceOf(Inputs.Known.class, first(spec).inputs()).env();
  }

  private Inputs.Missing missing(UnaryOperator<PodSpecBuilder> spec) {
    return assertInstanceOf(Inputs.Missing.class, first(spec).inputs());
  }

  private static Pod pod(UnaryOperator<PodSpecBuilder> change) {
    PodSpec spec =
        change
            .apply(
                new PodSpecBuilder()
                    .withNodeName("rose1")
                    .addNewContainer()
                    .withName("app")
                    .withImage("nginx:1.27")
                    .endContainer())
            .build();
    return new PodBuilder()
        .withNewMetadata()
        .withName("web")
        .withNamespace("default")
        .withUid("u-1")
        .addToLabels("app", "shop")
        .endMetadata()
        .withSpec(spec)
        .build();
  }

  private PodDesire read(Pod pod) {
    Network network = new Network();
    network.getMetadata().setName("gt");
    network.setSpec(
        new NetworkSpec(
            null,
            null,
            "192.168.200.0/24",
            null,
            null,
            null,
            null,
            null,
            new NetworkDns(null, "gt.lo", "192.168.200.252", null),
            null,
            null,
            null,
            false,
            false,
            List.of(),
            null,
            false));
    List<AddressAllocation> allocations = new ArrayList<>();
    int last = 10;
    for (var container : pod.getSpec().getContainers()) {
      allocations.add(
          new AddressAllocation(
              "192.168.200." + last++, "default", "web", "u-1", container.getName()));
    }
    network.setStatus(network.getStatus().withAllocations(allocations));
    Sources sources =
        new Sources() {
          @Override
          public Optional<ConfigMap> configMap(String namespace, String name) {
            return Optional.ofNullable(configMaps.get(name));
          }

          @Override
          public Optional<Secret> secret(String namespace, String name) {
            return Optional.ofNullable(secrets.get(name));
          }
        };
    return PodReader.read(pod, PodNetwork.of(network), sources, PLACEMENT);
  }
}
