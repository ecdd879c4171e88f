package io.mkube.controllers.pod;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.mkube.controllers.site.Site;
import io.mkube.routeros.DeviceException;
import io.mkube.routeros.container.ContainerSpec;
import io.mkube.routeros.network.Veths.VethSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@TestInstance(Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
class PodReconcilerTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  private Site site;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    site = new Site(folder);
    site.startControllers();
    site.createNetwork("192.168.200.10", "192.168.200.60");
  }

  @AfterAll
  void stop() {
    site.clear();
    site.close();
  }

  @Test
  void runsAPodWithAddressNamesAndStatus() {
    PodBuilder pod =
        Site.pod("web")
            .editMetadata()
            .addToAnnotations("vkube.io/aliases", "www, metrics=side")
            .endMetadata()
            .editSpec()
            .addNewContainer()
            .withName("side")
            .withImage("exporter:v1")
            .endContainer()
            .endSpec();
    site.create(pod);

    Pod ready = site.awaitReady("web");
    List<ContainerStatus> containers = ready.getStatus().getContainerStatuses();
    String first = ready.getStatus().getPodIP();

    assertEquals("Running", ready.getStatus().getPhase());
    assertEquals("192.168.200.1", ready.getStatus().getHostIP());
    assertTrue(containers.stream().allMatch(ContainerStatus::getReady));
    assertTrue(containers.getFirst().getContainerID().startsWith("routeros://*"));
    assertEquals("docker.io/library/nginx:1.27", containers.getFirst().getImageID());
    assertEquals(Set.of(first), site.addresses("web"));
    assertEquals(Set.of(first), site.addresses("app.web"));
    assertEquals(Set.of(first), site.addresses("www"));
    assertEquals(site.addresses("side.web"), site.addresses("metrics"));
    assertNotEquals(site.addresses("side.web"), site.addresses("web"));
    await()
        .atMost(SOON)
        .until(
            () ->
                site.events("web")
                    .containsAll(Set.of("Normal Pulling", "Normal Created", "Normal Started")));
  }

  @Test
  void leavesNothingWhenAPodIsDeletedByForce() {
    site.create(Site.pod("forced"));
    site.awaitReady("forced");

    site.client().pods().inNamespace("default").withName("forced").withGracePeriod(0).delete();

    await().atMost(SOON).untilAsserted(() -> assertEquals(List.of(), tracesOf("forced")));
  }

  @Test
  void startsAContainerAgainThatHasEnded() {
    site.create(Site.pod("crash"));
    site.awaitReady("crash");

    site.router().exit("default_crash_app", 1);

    await()
        .atMost(SOON)
        .until(
            () -> {
              Pod pod = site.get("crash");
              ContainerStatus app = pod.getStatus().getContainerStatuses().getFirst();
              return Site.isReady(pod) && app.getRestartCount() == 1;
            });
  }

  @Test
  void reportsTheEndOfAPodThatIsNotStartedAgain() {
    site.create(Site.pod("job").editSpec().withRestartPolicy("Never").endSpec());
    site.awaitReady("job");

    site.router().exit("default_job_app", 0);

    await().atMost(SOON).until(() -> "Succeeded".equals(site.get("job").getStatus().getPhase()));
  }

  @Test
  void replacesAContainerWhoseImageChangesAndKeepsItsAddress() {
    site.create(Site.pod("roll"));
    Pod before = site.awaitReady("roll");
    String veth = property("/interface/veth", "veth_default_roll_0", ".id");

    Site.edit(
        site.resource("roll"),
        pod ->
            new PodBuilder(pod)
                .editSpec()
                .editFirstContainer()
                .withImage("nginx:1.28")
                .endContainer()
                .endSpec()
                .build());

    await()
        .atMost(SOON)
        .until(
            () ->
                site.isReady("roll")
                    && property("/container", "default_roll_app", "tag").endsWith(":1.28"));
    assertEquals(before.getStatus().getPodIP(), site.get("roll").getStatus().getPodIP());
    assertEquals(veth, property("/interface/veth", "veth_default_roll_0", ".id"));
  }

  @Test
  void putsBackWhatSomebodyTookAway() {
    site.create(Site.pod("drift"));
    site.awaitReady("drift");

    String port =
        site.rows("/interface/bridge/port").stream()
            .filter(row -> "veth_default_drift_0".equals(row.get("interface")))
            .map(row -> row.getOrDefault(".id", ""))
            .findFirst()
            .orElseThrow();
    site.line().bridges().removePort(port);

    await()
        .atMost(SOON)
        .until(
            () ->
                site.rows("/interface/bridge/port").stream()
                    .anyMatch(row -> "veth_default_drift_0".equals(row.get("interface"))));
  }

  @Test
  void writesConfigMapsAsFilesAndFollowsTheirChanges() {
    PodBuilder pod =
        Site.pod("conf")
            .editSpec()
            .addNewVolume()
            .withName("settings")
            .withNewConfigMap()
            .withName("settings")
            .endConfigMap()
            .endVolume()
            .editFirstContainer()
            .addNewVolumeMount()
            .withName("settings")
            .withMountPath("/etc/app")
            .endVolumeMount()
            .addNewEnv()
            .withName("ADDRESS")
            .withNewValueFrom()
            .withNewFieldRef("v1", "status.podIP")
            .endValueFrom()
            .endEnv()
            .endContainer()
            .endSpec();
    site.create(pod);
    site.awaitReason("conf", "FailedMount");

    site.client().resource(settings("one")).create();
    String address = site.awaitReady("conf").getStatus().getPodIP();

    assertEquals("one", content("app.conf"));
    assertEquals(address, site.first("/container/envs", "value"));

    site.client().resource(settings("two")).update();
    await().atMost(SOON).until(() -> content("app.conf").equals("two"));
    site.client().resource(settings("")).delete();
    assertTrue(site.isReady("conf"));
  }

  @Nested
  class WhenSomethingIsWrong {
    @Test
    void doesNotStartWhatADeviceCannotDo() {
      site.create(Site.pod("host").editSpec().withHostNetwork(true).endSpec());

      site.awaitReason("host", "Unsupported");

      assertEquals(List.of(), tracesOf("host"));
      await().atMost(SOON).until(() -> site.events("host").contains("Warning Unsupported"));
    }

    @Test
    void refusesAnAddressOutsideTheNetworkAndHealsWhenItIsChanged() {
      site.create(fixed("outside", "10.0.0.1"));
      site.awaitReason("outside", "StaticIPOutsideNetwork");

      annotate("outside", "vkube.io/static-ip", "192.168.200.77");

      assertEquals("192.168.200.77", site.awaitReady("outside").getStatus().getPodIP());
    }

    @Test
    void waitsForATakenAddressUntilItsOwnerGoes() {
      site.create(fixed("first", "192.168.200.78"));
      site.awaitReady("first");
      site.create(fixed("second", "192.168.200.78"));
      site.awaitReason("second", "AddressTaken");

      site.client().pods().inNamespace("default").withName("first").delete();

      assertEquals("192.168.200.78", site.awaitReady("second").getStatus().getPodIP());
    }

    @Test
    void waitsForItsNetwork() {
      site.create(
          Site.pod("early")
              .editMetadata()
              .addToAnnotations("vkube.io/network", "later")
              .endMetadata());
      site.awaitReason("early", "UnknownNetwork");

      site.createOtherNetwork("later", "10.9.0.0/24");

      assertEquals("10.9.0.2", site.awaitReady("early").getStatus().getPodIP());
    }

    @Test
    void reportsAnImageThatDoesNotExistAndRunsWhenItIsChanged() {
      site.create(
          Site.pod("image")
              .editSpec()
              .editFirstContainer()
              .withImage("registry.invalid/no/such:1")
              .endContainer()
              .endSpec());
      await()
          .atMost(SOON)
          .until(() -> Set.of("ErrImagePull", "ImagePullBackOff").contains(waitingReason("image")));
      await().atMost(SOON).until(() -> site.events("image").contains("Warning Failed"));

      Site.edit(
          site.resource("image"),
          pod ->
              new PodBuilder(pod)
                  .editSpec()
                  .editFirstContainer()
                  .withImage("nginx:1.27")
                  .endContainer()
                  .endSpec()
                  .build());

      site.awaitReady("image");
    }

    @Test
    void leavesAForeignContainerOfItsNameAlone() {
      site.line().veths().add(new VethSpec("veth-mine", List.of("192.168.200.200/24"), "", "", ""));
      String id =
          site.line()
              .containers()
              .add(
                  new ContainerSpec(
                      "default_taken_app",
                      "",
                      new ContainerSpec.ImageSource.Remote("docker.io/library/redis:7"),
                      "veth-mine",
                      "raid1/redis",
                      List.of(),
                      List.of(),
                      List.of(),
                      List.of(),
                      "",
                      "",
                      "",
                      List.of(),
                      false,
                      0,
                      false));
      site.create(Site.pod("taken"));

      site.awaitReason("taken", "OwnedElsewhere");
      assertTrue(site.rows("/container").stream().anyMatch(row -> id.equals(row.get(".id"))));

      site.client().pods().inNamespace("default").withName("taken").delete();
      await().atMost(SOON).until(() -> site.find("taken") == null);
      assertTrue(site.rows("/container").stream().anyMatch(row -> id.equals(row.get(".id"))));
      site.line().containers().remove(id);
      await()
          .atMost(SOON)
          .ignoreException(DeviceException.Busy.class)
          .until(
              () -> {
                site.line().veths().list().stream()
                    .filter(veth -> veth.spec().name().equals("veth-mine"))
                    .forEach(veth -> site.line().veths().remove(veth.id()));
                return property("/interface/veth", "veth-mine", ".id").isEmpty();
              });
    }
  }

  private static PodBuilder fixed(String name, String address) {
    return Site.pod(name)
        .editMetadata()
        .addToAnnotations("vkube.io/static-ip", address)
        .endMetadata();
  }

  private void annotate(String pod, String annotation, String value) {
    Site.edit(
        site.resource(pod),
        p ->
            new PodBuilder(p)
                .editMetadata()
                .addToAnnotations(annotation, value)
                .endMetadata()
                .build());
  }

  private String waitingReason(String name) {
    Pod pod = site.get(name);
    if (pod.getStatus() == null || pod.getStatus().getContainerStatuses().isEmpty()) {
      return "";
    }
    var state = pod.getStatus().getContainerStatuses().getFirst().getState();
    return state.getWaiting() == null ? "" : state.getWaiting().getReason();
  }

  private static ConfigMap settings(String content) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName("settings")
        .withNamespace("default")
        .endMetadata()
        .withData(Map.of("app.conf", content))
        .build();
  }

  /** The content of a file that was written to the device. */
  private String content(String name) {
    return site.rows("/file").stream()
        .filter(row -> row.getOrDefault("name", "").endsWith("/" + name))
        .map(row -> row.getOrDefault("contents", ""))
        .findFirst()
        .orElse("no such file");
  }

  private String property(String menu, String name, String property) {
    return site.rows(menu).stream()
        .filter(row -> name.equals(row.get("name")))
        .map(row -> row.getOrDefault(property, ""))
        .findFirst()
        .orElse("");
  }

  /** Rows that name the pod; other pods' rows have properties such as {@code hostname}. */
  private List<String> tracesOf(String pod) {
    var name = Pattern.compile("(?<![a-z])" + Pattern.quote(pod) + "(?![a-z])");
    return site.traces().stream().filter(trace -> name.matcher(trace).find()).toList();
  }
}
