package io.mkube.routeros.simulator.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageNameTest {
  private static ImageName parse(String reference) {
    return ImageName.parse(reference, "docker.io").orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "nginx, docker.io/library/nginx:latest",
    "team/web:1.0, docker.io/team/web:1.0",
    "ghcr.io/team/web, ghcr.io/team/web:latest",
    "localhost/web:1, localhost/web:1",
    "registry:5000/a/b/c_d--e.f:T_1, registry:5000/a/b/c_d--e.f:T_1",
    "[fd00::1]:5000/web:1, [fd00::1]:5000/web:1",
    "quay.io/web@sha256:0123456789012345678901234567890123456789012345678901234567890123,"
        + "quay.io/web@sha256:0123456789012345678901234567890123456789012345678901234567890123"
  })
  void resolves(String reference, String resolved) {
    assertEquals(resolved, parse(reference).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":1",
        "UPPER/case",
        "a//b",
        "web:",
        "web:bad tag",
        "web@sha256:short",
        "-a",
        "a..b",
        "https://docker.io/web",
        "registry.io:port/web",
        "a/../b",
        "web:1:2"
      })
  void refuses(String reference) {
    assertTrue(ImageName.parse(reference, "docker.io").isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"registry.invalid/web", "a.b.invalid:5000/web:1"})
  void doesNotReachInvalidHosts(String reference) {
    assertFalse(parse(reference).reachable());
  }

  @ParameterizedTest
  @CsvSource({
    "simulator.example/exit:7, 7",
    "simulator.example/exit:latest, -1",
    "other.example/exit:7, -1"
  })
  void readsTheExitCodeOfAnImage(String reference, int code) {
    OptionalInt expected = code < 0 ? OptionalInt.empty() : OptionalInt.of(code);
    assertEquals(expected, parse(reference).exitCode());
  }
}
