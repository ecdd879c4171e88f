package io.mkube.controllers.kubelet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.mkube.routeros.container.ContainerOutput.Line;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client sees of the lines that a device has. */
class ContainerLogTest {
  private static final LocalDateTime BEGIN = LocalDateTime.parse("2026-03-01T10:00:00");
  private static final Instant NOW = Instant.parse("2026-03-01T10:01:00Z");

  private final List<Line> lines = new ArrayList<>();

  private void write(int second, String text) {
    lines.add(new Line(lines.size() + 1, Optional.of(BEGIN.plusSeconds(second)), text));
  }

  private String log(String query) throws Exception {
    ContainerLog log =
        new ContainerLog(row -> List.copyOf(lines), "c", LogRequest.parse(query, NOW));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    log.send(log.first(), out, () -> false);
    return out.toString(StandardCharsets.UTF_8).replace("\n", "/");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|starting/héllo/three/",
        "tailLines=2|héllo/three/",
        "tailLines=0|''",
        "tailLines=99|starting/héllo/three/",
        "sinceSeconds=35|three/",
        "sinceTime=2026-03-01T11:00:20%2B01:00|héllo/three/",
        "limitBytes=10|starting/h",
        "timestamps=true&tailLines=1|2026-03-01T10:00:30Z three/",
        "previous=true|starting/old/",
        "follow=true|starting/héllo/three/",
      })
  void showsWhatWasAskedFor(String query, String expected) throws Exception {
    write(0, "starting");
    write(1, "old");
    write(10, "starting");
    write(20, "héllo");
    write(30, "three");

    assertEquals(expected, log(query));
  }

  @Test
  void goesOnWithWhatIsNew() throws Exception {
    write(0, "one");
    AtomicInteger rounds = new AtomicInteger();
    ContainerLog log =
        new ContainerLog(
            row -> List.copyOf(lines), "c", LogRequest.parse("follow=true&tailLines=1", NOW));
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    log.send(
        log.first(),
        out,
        () -> {
          boolean first = rounds.getAndIncrement() == 0;
          if (first) {
            write(1, "two");
          }
          return first;
        });

    assertEquals("one\ntwo\n", out.toString(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({"tailLines=x,tailLines is no number: x", "sinceTime=now,sinceTime is no time: now"})
  void refusesWhatIsNoValue(String query, String message) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> LogRequest.parse(query, NOW));

    assertEquals(message, refusal.getMessage());
  }
}
