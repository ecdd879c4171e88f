package io.mkube.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
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
    assertTrue(message.startsWith("must be file:DIR or memory:"), message);
  }

  @Test
  void doesNotRepeatCredentials() {
    String message = refusal("nats://mkube:geheim@10.0.0.1:4222/mkube");
    assertTrue(message.endsWith("not a store of the kind nats:"), message);
    assertFalse(message.contains("geheim"), message);
  }

  private static String refusal(String text) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> StoreLocation.parse(text)).getMessage());
  }
}
