package io.mkube.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.store.nats.NatsConfig;
import io.mkube.store.nats.access.NatsLogin;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StoreLocationTest {
  @ParameterizedTest
  @CsvSource({
    "file:store, store",
    "file:/var/lib/a b, /var/lib/a b",
    "file:///var/lib/x, /var/lib/x"
  })
  void readsFolders(String text, Path folder) {
    assertEquals(new StoreLocation.Folder(folder), StoreLocation.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "memory:"})
  void readsMemory(String text) {
    assertEquals(new StoreLocation.Memory(), StoreLocation.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "file:", "/var/lib/mkube", "memory:x", "FILE:x", "http://x"})
  void refusesEverythingElse(String text) {
    String message = refusal(text);
    assertTrue(message.startsWith("must be file:DIR, nats://HOST:PORT/BUCKET or memory:"), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nats://mkube:geheim@10.0.0.1:4222/mkube?replicas=9",
        "nats://mkube:geheim@10.0.0.1:port/mkube",
        "tls://mkube:geheim%zz@10.0.0.1",
        "etcd://mkube:geheim@10.0.0.1"
      })
  void doesNotRepeatCredentials(String text) {
    String message = refusal(text);
    assertFalse(message.contains("geheim"), message);
  }

  @Test
  void readsNatsAndKeepsItsSecretsToItself() {
    StoreLocation location =
        StoreLocation.parse("nats://mkube:geheim@10.0.0.1:4222,[fd00::1]/site?replicas=3");

    NatsConfig config = assertInstanceOf(StoreLocation.Nats.class, location).config();
    assertEquals(List.of("10.0.0.1:4222", "[fd00::1]:4222"), config.servers());
    assertEquals(new NatsLogin.UserPassword("mkube", "geheim"), config.login());
    assertEquals("site", config.bucket().name());
    assertEquals(3, config.bucket().replicas());
    assertFalse(location.toString().contains("geheim"), location.toString());
  }

  private static String refusal(String text) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> StoreLocation.parse(text)).getMessage());
  }
}
