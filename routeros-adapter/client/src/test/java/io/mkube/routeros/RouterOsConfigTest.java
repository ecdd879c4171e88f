package io.mkube.routeros;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouterOsConfigTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://192.0.2.1/rest",
        "192.0.2.1/rest",
        "http:/rest",
        "http://admin:s3cret@192.0.2.1/rest",
        "http://192.0.2.1/rest?password=s3cret"
      })
  void refusesAWrongUrlWithoutRepeatingSecrets(String url) {
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> new RouterOsConfig(URI.create(url), "admin", "p4ss"));

    String message = String.valueOf(thrown.getMessage());
    assertTrue(message.startsWith("device url "), message);
    assertFalse(message.contains("s3cret"), message);
  }

  @Test
  void refusesAUserThatBasicAuthenticationCannotCarry() {
    URI url = URI.create("http://192.0.2.1/rest");

    assertThrows(IllegalArgumentException.class, () -> new RouterOsConfig(url, "", ""));
    assertThrows(IllegalArgumentException.class, () -> new RouterOsConfig(url, "a:b", ""));
  }

  @Test
  void changesOneThingAtATime() {
    RouterOsConfig config =
        new RouterOsConfig(URI.create("http://192.0.2.1/rest"), "admin", "p4ss");

    assertEquals(Duration.ofSeconds(10), config.readDeadline());
    assertEquals(Duration.ofSeconds(65), config.commandDeadline());
    RouterOsConfig changed =
        config
            .withReadDeadline(Duration.ofSeconds(1))
            .withCommandDeadline(Duration.ofSeconds(2))
            .withTrust(new TlsTrust.Anything());
    assertEquals(Duration.ofSeconds(1), changed.readDeadline());
    assertEquals(Duration.ofSeconds(2), changed.commandDeadline());
    assertEquals(new TlsTrust.Anything(), changed.trust());
    assertEquals("p4ss", changed.password());
    assertThrows(IllegalArgumentException.class, () -> config.withReadDeadline(Duration.ZERO));
  }

  @Test
  void keepsThePasswordToItself() {
    RouterOsConfig config =
        new RouterOsConfig(URI.create("http://192.0.2.1/rest"), "admin", "p4ss");

    assertEquals("RouterOsConfig[admin@http://192.0.2.1/rest]", config.toString());
  }
}
