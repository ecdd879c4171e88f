package io.mkube.controllers.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UptimeTest {
  @Test
  void readsWhatRoutersPrint() {
    assertEquals(Optional.of(Duration.ofSeconds(5)), Uptime.parse("5s"));
    assertEquals(Optional.of(Duration.ofMinutes(61)), Uptime.parse("1h1m"));
    assertEquals(
        Optional.of(Duration.ofDays(9).plusHours(3).plusMinutes(4).plusSeconds(5)),
        Uptime.parse("1w2d3h4m5s"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "5", "s", "-5s", "5s ", "99999999999w"})
  void readsNothingElse(String text) {
    assertEquals(Optional.empty(), Uptime.parse(text));
  }
}
