package io.mkube.controllers.pod.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.mkube.controllers.pod.spec.ContainerDesire.Inputs;
import io.mkube.routeros.container.ContainerMounts.MountMode;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What containers are given: volumes and variables. */
class PodInputsTest extends PodReading {
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
}
