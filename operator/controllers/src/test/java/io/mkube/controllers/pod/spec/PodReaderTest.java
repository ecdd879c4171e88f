package io.mkube.controllers.pod.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.fabric8.kubernetes.api.model.Pod;
import io.mkube.controllers.pod.spec.ContainerDesire.ImageChoice;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What containers are made from. */
class PodReaderTest extends PodReading {
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
}
