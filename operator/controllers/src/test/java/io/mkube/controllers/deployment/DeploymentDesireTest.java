package io.mkube.controllers.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.mkube.controllers.deployment.DeploymentDesire.Update;
import io.mkube.controllers.deployment.DeploymentObservation.ReplicaPod.State;
import io.mkube.controllers.world.ManualClock;
import io.mkube.crds.annotation.MkubeAnnotations;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read from a Deployment and its pods, and the pods that are made from it. */
final class DeploymentDesireTest {
  private static final String YAML =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: web-1
        namespace: shop
        uid: d1
      spec:
        replicas: 3
        minReadySeconds: 5
        selector:
          matchLabels: {app: web}
        template:
          metadata:
            labels: {app: web}
            annotations:
              vkube.io/static-ip: 192.168.200.9
              note: kept
          spec:
            containers:
            - name: web
              image: nginx
      """;

  private final ManualClock clock = new ManualClock();

  @Test
  void copiesTheTemplateAndNamesItsOwner() {
    Deployment deployment = deployment(YAML);

    Pod pod = ReplicaTemplate.pod(deployment, DeploymentDesire.of(deployment), "web-1-0");

    assertEquals("shop", pod.getMetadata().getNamespace());
    assertEquals("web", pod.getMetadata().getLabels().get("app"));
    assertEquals("kept", pod.getMetadata().getAnnotations().get("note"));
    assertEquals(
        "web-1", pod.getMetadata().getAnnotations().get(MkubeAnnotations.OWNER_DEPLOYMENT));
    assertTrue(DeploymentObserver.owns(deployment, pod));
    assertEquals("nginx", pod.getSpec().getContainers().get(0).getImage());
  }

  @Test
  void dropsTheStaticAddressWhenThereAreSeveralReplicas() {
    Deployment three = deployment(YAML);
    Deployment one = deployment(YAML.replace("replicas: 3", "replicas: 1"));

    assertFalse(
        ReplicaTemplate.pod(three, DeploymentDesire.of(three), "web-1-0")
            .getMetadata()
            .getAnnotations()
            .containsKey(MkubeAnnotations.STATIC_IP));
    assertEquals(
        "192.168.200.9",
        ReplicaTemplate.pod(one, DeploymentDesire.of(one), "web-1-0")
            .getMetadata()
            .getAnnotations()
            .get(MkubeAnnotations.STATIC_IP));
  }

  @Test
  void hashesTheTemplateWhateverTheOrderOfItsFields() {
    String hash = DeploymentDesire.of(deployment(YAML)).templateHash();
    String reordered =
        YAML.replace(
            "      - name: web\n        image: nginx", "      - image: nginx\n        name: web");

    assertEquals(hash, DeploymentDesire.of(deployment(reordered)).templateHash());
    assertEquals(
        hash,
        DeploymentDesire.of(deployment(YAML.replace("replicas: 3", "replicas: 9"))).templateHash());
    assertNotEquals(
        hash, DeploymentDesire.of(deployment(YAML.replace("nginx", "nginx:2"))).templateHash());
  }

  @ParameterizedTest
  @CsvSource({
    "'replicas: 3', 'replicas: 0', ROLLING, 0, 0",
    "'replicas: 3', 'paused: true', PAUSED, 1, 0",
    "'minReadySeconds: 5', 'strategy: {type: Recreate}', RECREATE, 3, 0",
    "'minReadySeconds: 5', 'strategy: {rollingUpdate: {maxUnavailable: 50%}}', ROLLING, 3, 1",
    "'minReadySeconds: 5', 'strategy: {rollingUpdate: {maxUnavailable: 7}}', ROLLING, 3, 3",
    "'minReadySeconds: 5', 'strategy: {rollingUpdate: {maxUnavailable: many}}', ROLLING, 3, 0"
  })
  void readsReplicasAndStrategy(
      String field, String changed, Update update, int replicas, int maxUnavailable) {
    DeploymentDesire desire = DeploymentDesire.of(deployment(YAML.replace(field, changed)));

    assertEquals(update, desire.update());
    assertEquals(replicas, desire.replicas());
    assertEquals(maxUnavailable, desire.maxUnavailable());
  }

  @Test
  void takesNoPodForItsOwnThatOnlyLooksLikeIt() {
    Deployment deployment = deployment(YAML);
    Pod mine = ReplicaTemplate.pod(deployment, DeploymentDesire.of(deployment), "web-1-0");
    List<Pod> pods =
        List.of(
            named(mine, "web-1-7"),
            named(mine, "web-1-07"),
            named(mine, "web-1-x"),
            named(mine, "web-2-0"),
            new PodBuilder(named(mine, "web-1-1"))
                .editMetadata()
                .withOwnerReferences()
                .endMetadata()
                .build(),
            new PodBuilder(named(mine, "web-1-2"))
                .editMetadata()
                .editFirstOwnerReference()
                .withUid("d0")
                .endOwnerReference()
                .endMetadata()
                .build());

    DeploymentObservation seen =
        new DeploymentObserver(clock).observe(deployment, Duration.ZERO, pods);

    assertEquals(List.of("web-1-7"), seen.pods().stream().map(pod -> pod.name()).toList());
  }

  @Test
  void countsAPodAsAvailableWhenItHasBeenReadyLongEnough() {
    Deployment deployment = deployment(YAML);
    DeploymentDesire desire = DeploymentDesire.of(deployment);
    Pod ready =
        new PodBuilder(ReplicaTemplate.pod(deployment, desire, "web-1-0"))
            .withNewStatus()
            .withPhase("Running")
            .addNewCondition()
            .withType("Ready")
            .withStatus("True")
            .withLastTransitionTime(clock.instant().toString())
            .endCondition()
            .endStatus()
            .build();
    DeploymentObserver observer = new DeploymentObserver(clock);

    clock.advance(Duration.ofSeconds(3));
    DeploymentObservation early = observer.observe(deployment, desire.minReady(), List.of(ready));
    assertEquals(State.SETTLING, early.pods().get(0).state());
    assertEquals(Duration.ofSeconds(2), early.nextAvailable().orElseThrow());

    clock.advance(Duration.ofSeconds(2));
    assertEquals(
        State.AVAILABLE,
        observer.observe(deployment, desire.minReady(), List.of(ready)).pods().get(0).state());
  }

  private static Pod named(Pod pod, String name) {
    return new PodBuilder(pod).editMetadata().withName(name).endMetadata().build();
  }

  private static Deployment deployment(String yaml) {
    return Serialization.unmarshal(yaml, Deployment.class);
  }
}
