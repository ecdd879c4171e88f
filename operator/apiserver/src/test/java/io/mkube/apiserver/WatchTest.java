package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Watches over HTTP and WebSocket. */
class WatchTest {
  @TempDir static Path directory;
  private static TestServer server;
  private String namespace = "";
  private String path = "";

  @BeforeAll
  static void start() throws ApiServerException {
    server = TestServer.start(directory, config -> config.withWatchHistory(64));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void makeNamespace() {
    namespace = server.namespace();
    path = "/api/v1/namespaces/" + namespace + "/secrets";
  }

  private String create(String name, String label) {
    TestServer.Reply reply =
        server.post(
            path,
            "{\"metadata\":{\"name\":\"" + name + "\",\"labels\":{\"l\":\"" + label + "\"}}}");
    assertEquals(201, reply.status(), reply.text());
    return reply.at("/metadata/resourceVersion");
  }

  private void relabel(String name, String label) {
    server.merge(path + "/" + name, "{\"metadata\":{\"labels\":{\"l\":\"" + label + "\"}}}");
  }

  private String revision() {
    return server.get(path).at("/metadata/resourceVersion");
  }

  @Test
  void withoutRevisionBeginsWithThePresentState() {
    create("a", "x");
    try (TestServer.Events events = server.watch(path + "?watch=true")) {
      assertEquals("ADDED a", events.nextText());

      create("b", "x");
      relabel("a", "y");
      server.delete(path + "/b", "");

      assertEquals("ADDED b", events.nextText());
      assertEquals("MODIFIED a", events.nextText());
      assertEquals("DELETED b", events.nextText());
    }
  }

  @Test
  void fromARevisionMissesAndRepeatsNothing() {
    create("a", "x");
    String revision = revision();
    create("b", "x");
    relabel("b", "y");

    try (TestServer.Events events = server.watch(path + "?watch=1&resourceVersion=" + revision)) {
      assertEquals("ADDED b", events.nextText());
      assertEquals("MODIFIED b", events.nextText());
      relabel("a", "z");
      assertEquals("MODIFIED a", events.nextText());
    }
  }

  @Test
  void carriesTheRevisionOfEachEventAndTheLastStateOfADeletedObject() {
    String revision = revision();
    String created = create("a", "x");
    server.delete(path + "/a", "");
    String after = revision();

    try (TestServer.Events events = server.watch(path + "?watch=1&resourceVersion=" + revision)) {
      JsonNode added = events.next().path("object");
      JsonNode deleted = events.next().path("object");

      assertEquals(created, added.at("/metadata/resourceVersion").asText());
      assertEquals(after, deleted.at("/metadata/resourceVersion").asText());
      assertEquals("x", deleted.at("/metadata/labels/l").asText());
    }
  }

  @Test
  void showsObjectsThatBeginOrCeaseToMatch() {
    create("a", "x");
    String revision = revision();
    try (TestServer.Events events =
        server.watch(path + "?watch=1&labelSelector=l%3Dx&resourceVersion=" + revision)) {
      create("never", "y");
      relabel("a", "y");
      JsonNode left = events.next();
      relabel("a", "x");

      assertEquals("DELETED", left.path("type").asText());
      assertEquals("x", left.at("/object/metadata/labels/l").asText());
      assertTrue(
          Long.parseLong(left.at("/object/metadata/resourceVersion").asText())
              > Long.parseLong(revision));
      assertEquals("ADDED a", events.nextText());
    }
  }

  @Test
  void ofOneNameSeesNoOther() {
    String revision = revision();
    try (TestServer.Events events =
        server.watch(
            path + "?watch=1&fieldSelector=metadata.name%3Dwanted&resourceVersion=" + revision)) {
      create("other", "x");
      create("wanted", "x");

      assertEquals("ADDED wanted", events.nextText());
    }
  }

  @Test
  void tellsTheEndOfTheInitialEvents() {
    create("a", "x");
    try (TestServer.Events events =
        server.watch(
            path
                + "?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan"
                + "&allowWatchBookmarks=true")) {
      assertEquals("ADDED a", events.nextText());
      JsonNode bookmark = events.next();
      create("b", "x");

      assertEquals("BOOKMARK", bookmark.path("type").asText());
      assertEquals(
          "true",
          bookmark.at("/object/metadata/annotations").path("k8s.io/initial-events-end").asText());
      assertEquals(revisionBefore("b"), bookmark.at("/object/metadata/resourceVersion").asText());
      assertEquals("ADDED b", events.nextText());
    }
  }

  /** The revision of the write before that of an object: nothing else writes meanwhile. */
  private String revisionBefore(String name) {
    long revision = Long.parseLong(server.get(path + "/" + name).at("/metadata/resourceVersion"));
    return Long.toString(revision - 1);
  }

  @Test
  void ofAnOldRevisionEndsWithAnExpiredEvent() {
    create("a", "x");
    String revision = revision();
    for (int i = 0; i < 150; i++) {
      relabel("a", "v" + i);
    }

    try (TestServer.Events events = server.watch(path + "?watch=1&resourceVersion=" + revision)) {
      JsonNode error = events.next();

      assertEquals(200, events.response.statusCode());
      assertEquals("ERROR", error.path("type").asText());
      assertEquals(410, error.at("/object/code").asInt());
      assertEquals("Expired", error.at("/object/reason").asText());
      assertTrue(events.next().isMissingNode());
    }
  }

  @Test
  void endsInTheNormalWayAtItsTimeout() {
    try (TestServer.Events events =
        server.watch(path + "?watch=1&timeoutSeconds=1&allowWatchBookmarks=true")) {
      JsonNode last = events.next();

      assertEquals("BOOKMARK", last.path("type").asText());
      assertTrue(events.next().isMissingNode());
    }
  }

  @Test
  void streamsNoListAsATable() {
    String table = "application/json;as=Table;v=v1;g=meta.k8s.io";
    String streamed =
        path
            + "?watch=1&allowWatchBookmarks=true&sendInitialEvents=true"
            + "&resourceVersionMatch=NotOlderThan";
    create("a", "x");

    assertEquals(406, server.get(streamed, "Accept", table).status());
    try (TestServer.Events events = server.watch(streamed, "Accept", table + ",application/json")) {
      assertEquals("Secret", events.next().at("/object/kind").asText());
    }
  }

  @Test
  void tellsTheColumnsOfATableOnce() {
    String revision = revision();
    try (TestServer.Events events =
        server.watch(
            path + "?watch=1&resourceVersion=" + revision,
            "Accept",
            "application/json;as=Table;v=v1;g=meta.k8s.io")) {
      create("a", "x");
      create("b", "x");
      JsonNode first = events.next().path("object");
      JsonNode second = events.next().path("object");

      assertEquals("Table", first.path("kind").asText());
      assertTrue(first.path("columnDefinitions").size() > 0);
      assertEquals("a", first.at("/rows/0/cells/0").asText());
      assertEquals(0, second.path("columnDefinitions").size());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "watch=1&labelSelector=a+b|400",
        "watch=1&resourceVersionMatch=NotOlderThan&resourceVersion=1|422",
        "watch=1&sendInitialEvents=true|422",
        "watch=1&sendInitialEvents=true&resourceVersionMatch=Exact&resourceVersion=1|422",
      })
  void refusesBadOptionsBeforeItBegins(String query, int status) {
    assertEquals(status, server.get(path + "?" + query).status());
  }

  @Test
  void sendsOneTextFrameForEachEventOverAWebSocket() throws Exception {
    Frames frames = new Frames();
    WebSocket socket =
        server
            .http
            .newWebSocketBuilder()
            .subprotocols("base64.binary.k8s.io")
            .buildAsync(
                URI.create(
                    server.server.url().toString().replace("https", "wss")
                        + path
                        + "?watch=true&timeoutSeconds=2"),
                frames)
            .get(10, TimeUnit.SECONDS);

    create("a", "x");
    relabel("a", "y");

    assertEquals("base64.binary.k8s.io", socket.getSubprotocol());
    assertTrue(frames.next().startsWith("{\"type\":\"ADDED\",\"object\":{"));
    assertTrue(frames.next().startsWith("{\"type\":\"MODIFIED\",\"object\":{"));
    assertEquals("closed 1000", frames.next());
  }

  @Test
  void keepsInformersCurrent() {
    List<String> seen = new CopyOnWriteArrayList<>();
    create("before", "x");
    try (SharedIndexInformer<ConfigMap> informer =
        server
            .client
            .configMaps()
            .inNamespace(namespace)
            .inform(
                new ResourceEventHandler<>() {
                  @Override
                  public void onAdd(ConfigMap object) {
                    seen.add("added " + object.getMetadata().getName());
                  }

                  @Override
                  public void onUpdate(ConfigMap old, ConfigMap object) {
                    seen.add("updated " + object.getMetadata().getName());
                  }

                  @Override
                  public void onDelete(ConfigMap object, boolean unknown) {
                    seen.add("deleted " + object.getMetadata().getName() + " " + unknown);
                  }
                })) {
      assertTrue(informer.hasSynced());
      ConfigMap created =
          server
              .client
              .resource(
                  new ConfigMapBuilder()
                      .withNewMetadata()
                      .withName("b")
                      .withNamespace(namespace)
                      .endMetadata()
                      .build())
              .create();
      created.setData(Map.of("k", "v"));
      server.client.resource(created).update();
      server.client.resource(created).delete();

      Awaitility.await()
          .untilAsserted(
              () ->
                  assertTrue(
                      seen.containsAll(List.of("added b", "updated b", "deleted b false")),
                      seen.toString()));
    }
  }

  @Test
  void showsAllWatchersTheSameOrder() {
    String revision = revision();
    List<TestServer.Events> watches = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      watches.add(server.watch(path + "?watch=1&resourceVersion=" + revision));
    }
    for (int i = 0; i < 10; i++) {
      create("o" + i, "x");
    }

    for (TestServer.Events events : watches) {
      for (int i = 0; i < 10; i++) {
        assertEquals("ADDED o" + i, events.nextText());
      }
      events.close();
    }
  }

  private static final class Frames implements WebSocket.Listener {
    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    private final StringBuilder partial = new StringBuilder();

    String next() throws InterruptedException {
      String frame = frames.poll(Duration.ofSeconds(10).toMillis(), TimeUnit.MILLISECONDS);
      return frame == null ? "nothing" : frame;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      partial.append(data);
      if (last) {
        frames.add(partial.toString());
        partial.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      frames.add("closed " + status);
      return null;
    }
  }
}
