package io.mkube.routeros.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReleaseTest {
  @Test
  void readsWhatDevicesPrint() {
    assertEquals(Optional.of(new Release(7, 21, 5)), Release.parse("7.21.5 (stable)"));
    assertEquals(Optional.of(new Release(7, 24, 0)), Release.parse("7.24 (testing)"));
    assertEquals(Optional.of(new Release(7, 23, 0)), Release.parse("7.23beta2"));
    assertEquals(Optional.of(new Release(7, 20, 8)), Release.parse(" 7.20.8"));
  }

  @Test
  void refusesOtherTexts() {
    for (String text : List.of("", "stable", "7", "v7.20", "99999.1", "7.x")) {
      assertEquals(Optional.empty(), Release.parse(text), text);
    }
  }

  @Test
  void ordersByNumberNotByText() {
    assertTrue(new Release(7, 9, 0).compareTo(new Release(7, 20, 0)) < 0);
    assertTrue(new Release(7, 20, 8).compareTo(new Release(7, 21, 0)) < 0);
    assertTrue(new Release(7, 22, 2).compareTo(new Release(7, 22, 1)) > 0);
    assertTrue(new Release(8, 0, 0).compareTo(new Release(7, 99, 9)) > 0);
  }
}
