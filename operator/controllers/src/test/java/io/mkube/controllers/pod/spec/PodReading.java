package io.mkube.controllers.pod.spec;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.mkube.controllers.ownership.ClusterUid;
import io.mkube.controllers.pod.spec.ContainerDesire.Inputs;
import io.mkube.controllers.world.SampleNetwork;
import io.mkube.crds.network.AddressAllocation;
import io.mkube.crds.network.Network;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A pod with one container as a cluster would hold it, and what the reader makes of it. */
abstract class PodReading {
  private static final PodReader.Placement PLACEMENT =
      new PodReader.Placement(new ClusterUid("c-1"), "raid1/mkube", List.of("192.168.200.1"));

  final Map<String, ConfigMap> configMaps = new HashMap<>();
  final Map<String, Secret> secrets = new HashMap<>();

  static PodSpecBuilder field(PodSpecBuilder spec, String path) {
    return spec.editFirstContainer()
        .addNewEnv()
        .withName("X")
        .withNewValueFrom()
        .withNewFieldRef("v1", path)
        .endValueFrom()
        .endEnv()
        .endContainer();
  }

  static PodSpecBuilder mounted(PodSpecBuilder spec, Volume volume) {
    return spec.addToVolumes(volume)
        .editFirstContainer()
        .addNewVolumeMount()
        .withName(volume.getName())
        .withMountPath("/mnt")
        .endVolumeMount()
        .endContainer();
  }

  static VolumeBuilder volume(String name) {
    return new VolumeBuilder().withName(name);
  }

  static ConfigMap configMap(Map<String, String> data) {
    return new ConfigMapBuilder().withData(data).build();
  }

  static Secret secret(Map<String, String> data) {
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

  ContainerDesire first(UnaryOperator<PodSpecBuilder> spec) {
    return read(pod(spec)).containers().getFirst();
  }

  Map<String, String> env(UnaryOperator<PodSpecBuilder> spec) {
    return assertInstanceOf(Inputs.Known.class, first(spec).inputs()).env();
  }

  Inputs.Missing missing(UnaryOperator<PodSpecBuilder> spec) {
    return assertInstanceOf(Inputs.Missing.class, first(spec).inputs());
  }

  static Pod pod(UnaryOperator<PodSpecBuilder> change) {
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

  PodDesire read(Pod pod) {
    Network network = SampleNetwork.gt("dns: {zone: gt.lo, server: 192.168.200.252}");
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
