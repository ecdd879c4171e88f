package io.mkube.controllers.naming;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DeviceNamesProperties {
  @Property
  void staysWithinWhatADeviceTakes(
      @ForAll("names") String namespace, @ForAll("names") String pod, @ForAll("names") String c) {
    assertTrue(DeviceNames.container(namespace, pod, c).matches("[a-z0-9_-]{1,64}"));
    assertTrue(DeviceNames.veth(namespace, pod, 0).matches("veth_[a-z0-9_-]{1,42}"));
  }

  @Property
  void givesDifferentPodsDifferentNames(
      @ForAll("labels") String namespace,
      @ForAll("names") String pod,
      @ForAll("labels") String otherNamespace,
      @ForAll("names") String otherPod) {
    Assume.that(!namespace.equals(otherNamespace) || !pod.equals(otherPod));

    assertNotEquals(
        DeviceNames.container(namespace, pod, "app"),
        DeviceNames.container(otherNamespace, otherPod, "app"));
    assertNotEquals(
        DeviceNames.veth(namespace, pod, 0), DeviceNames.veth(otherNamespace, otherPod, 0));
  }

  @Example
  void keepsOrdinaryNamesReadable() {
    assertEquals("default_web_app", DeviceNames.container("default", "web", "app"));
    assertEquals("veth_default_web_0", DeviceNames.veth("default", "web", 0));
  }

  @Example
  void tellsNamesApartThatAreCutOrChangedToTheSame() {
    assertNotEquals(
        DeviceNames.container("default", "a.b", "app"),
        DeviceNames.container("default", "a-b", "app"));
    assertNotEquals(
        DeviceNames.veth("default", "a-name-of-some-length-1", 0),
        DeviceNames.veth("default", "a-name-of-some-length-2", 0));
    assertNotEquals(ShortHash.of(8, List.of("ab", "c")), ShortHash.of(8, List.of("a", "bc")));
  }

  @Example
  void keepsPodsOfOneNameApartInFolders() {
    PodFolders first = new PodFolders("raid1/mkube", "default", "web", "11111111-2222");
    PodFolders second = new PodFolders("raid1/mkube", "default", "web", "33333333-2222");

    assertEquals("raid1/mkube/volumes/default_web_11111111/data", first.volume("data"));
    assertNotEquals(first.volumes(), second.volumes());
    assertNotEquals(first.container("row", "x"), second.container("row", "x"));
    assertTrue(first.trash().startsWith("raid1/mkube/trash/"));
  }

  @Provide
  Arbitrary<String> labels() {
    return Arbitraries.strings()
        .withCharRange('a', 'c')
        .withChars("-0")
        .ofMinLength(1)
        .ofMaxLength(63);
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings()
        .withCharRange('a', 'c')
        .withChars(".-0")
        .ofMinLength(1)
        .ofMaxLength(253);
  }
}
