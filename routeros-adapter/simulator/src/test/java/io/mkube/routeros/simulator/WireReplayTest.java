package io.mkube.routeros.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.mkube.routeros.simulator.RawSocket.RawReply;
import io.mkube.routeros.simulator.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Known requests and answers of a device, sent to the simulator over a bare socket. */
class WireReplayTest {
  /** Values that differ from device to device and from second to second. */
  private static final Set<String> VARYING = Set.of("uptime", "free-memory", "cpu-load");

  @TestFactory
  List<DynamicTest> answersLikeTheDevice() throws IOException {
    Path folder =
        Path.of(System.getProperty("mkube.root", "../.."))
            .resolve("routeros-adapter/client/src/test/resources/wire");
    try (Stream<Path> files = Files.list(folder)) {
      List<DynamicTest> tests =
          files
              .filter(file -> file.toString().endsWith(".json"))
              .sorted()
              .map(file -> DynamicTest.dynamicTest(name(file), () -> replay(file)))
              .toList();
      assertTrue(tests.size() > 40, "wire files in " + folder);
      return tests;
    }
  }

  private static String name(Path file) {
    return Objects.requireNonNull(file.getFileName()).toString();
  }

  private static void replay(Path file) throws IOException {
    Map<String, @Nullable Object> wire = Json.parseObject(Files.readAllBytes(file));
    SimulatorConfig config =
        SimulatorConfig.defaults()
            .withVersion(String.valueOf(wire.get("version")))
            .withBridges(List.of())
            .withIdentity("rose1");
    try (RouterOsSimulator simulator = RouterOsSimulator.start(config);
        RawSocket socket = new RawSocket(simulator.url())) {
      Map<String, String> ids = new HashMap<>();
      if (wire.get("given") instanceof List<?> steps) {
        for (Object step : steps) {
          given(socket, map(step), ids);
        }
      }
      RawReply reply = send(socket, map(wire.get("request")), ids);
      Map<?, ?> expected = map(wire.get("response"));
      assertEquals(
          String.valueOf(expected.get("status")), String.valueOf(reply.status()), reply.text());
      assertEquals(
          map(expected.get("headers")).get("Content-Type"), reply.headers().get("content-type"));
      compare("", substituted(expected.get("body"), ids), Json.parse(reply.body()));
    }
  }

  private static void given(RawSocket socket, Map<?, ?> step, Map<String, String> ids)
      throws IOException {
    if (step.get("until") instanceof Map<?, ?> until) {
      await(socket, until);
      return;
    }
    RawReply reply = send(socket, step, ids);
    assertTrue(reply.status() < 300, () -> "given " + step + ": " + reply.text());
    if (step.get("returns") instanceof String placeholder) {
      ids.put(placeholder, String.valueOf(Json.parseObject(reply.body()).get("ret")));
    }
  }

  private static void await(RawSocket socket, Map<?, ?> until) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> {
              RawReply reply = socket.send("GET", String.valueOf(until.get("path")), "");
              return Json.parse(reply.body()) instanceof List<?> rows
                  && rows.size() == 1
                  && Objects.equals(
                      map(rows.getFirst()).get(until.get("property")), until.get("value"));
            });
  }

  private static RawReply send(RawSocket socket, Map<?, ?> request, Map<String, String> ids)
      throws IOException {
    Object body = request.get("body");
    String text =
        body == null ? "" : new String(Json.write(substituted(body, ids)), StandardCharsets.UTF_8);
    return socket.send(
        String.valueOf(request.get("method")), String.valueOf(request.get("path")), text);
  }

  private static @Nullable Object substituted(@Nullable Object value, Map<String, String> ids) {
    return switch (value) {
      case String text -> ids.getOrDefault(text, text);
      case List<?> list -> list.stream().map(element -> substituted(element, ids)).toList();
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> copy = new HashMap<>();
        map.forEach((key, element) -> copy.put((String) key, substituted(element, ids)));
        yield copy;
      }
      case null, default -> value;
    };
  }

  private static void compare(String at, @Nullable Object expected, @Nullable Object actual) {
    if (expected instanceof Map<?, ?> wanted && actual instanceof Map<?, ?> got) {
      wanted.forEach(
          (key, value) -> {
            boolean absentFlag = "false".equals(value) && !got.containsKey(key);
            if (VARYING.contains(String.valueOf(key))) {
              assertTrue(got.containsKey(key), at + "/" + key);
            } else if (!absentFlag) {
              compare(at + "/" + key, value, got.get(key));
            }
          });
    } else if (expected instanceof List<?> wanted && actual instanceof List<?> got) {
      assertEquals(wanted.size(), got.size(), at + ": " + got);
      for (int i = 0; i < wanted.size(); i++) {
        compare(at + "/" + i, wanted.get(i), got.get(i));
      }
    } else if (expected instanceof String id && id.matches("\\*[0-9A-F]+") && isId(at)) {
      assertTrue(actual instanceof String text && text.matches("\\*[0-9A-F]+"), at + ": " + actual);
    } else if (!String.valueOf(expected).equals(String.valueOf(actual))) {
      fail(at + ": expected " + expected + " but got " + actual);
    }
  }

  private static boolean isId(String at) {
    return at.endsWith("/.id") || at.endsWith("/ret");
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }
}
