package io.mkube.app.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mkube.app.site.Endpoints.NameServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EndpointsTest {
  @TempDir Path data;

  @Test
  void survivesWritingAndReading() throws IOException {
    Endpoints endpoints =
        new Endpoints(
            "127.0.0.1:6443",
            "127.0.0.1:8082",
            "127.0.0.1:40001",
            "127.0.0.1:40002",
            Map.of("gt", new NameServer("127.0.0.1:5353", "127.0.0.1:8080")));

    endpoints.write(data);
    endpoints.write(data);

    assertEquals(endpoints, Endpoints.read(data));
    try (Stream<Path> files = Files.list(data)) {
      assertEquals(List.of(data.resolve("endpoints.json")), files.toList());
    }
  }

  @Test
  void leavesOutWhatTheProcessDoesNotHave() throws IOException {
    new Endpoints(null, null, "127.0.0.1:1", "127.0.0.1:2", Map.of()).write(data);

    JsonNode json = new ObjectMapper().readTree(data.resolve("endpoints.json").toFile());
    assertFalse(json.has("api"));
    assertEquals("127.0.0.1:1", json.path("router").asText());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{\"networks\":3}"})
  void forgetsWhatCannotBeRead(String content) throws IOException {
    Files.writeString(data.resolve("endpoints.json"), content);

    assertEquals(Endpoints.NONE, Endpoints.read(data));
  }

  @Test
  void takesAnEarlierPortAgainUnlessItIsTaken() throws IOException {
    PortWish wish = new PortWish(InetAddress.getLoopbackAddress());
    int free;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = taken.getLocalPort();
      assertEquals(0, wish.again("127.0.0.1:" + free));
    }
    assertEquals(free, wish.again("127.0.0.1:" + free));
    assertEquals(0, wish.again(null));
    assertEquals(0, wish.again("nonsense"));
  }
}
