package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import io.kubernetes.client.proto.Meta;
import io.kubernetes.client.proto.Runtime;
import io.kubernetes.client.proto.V1;
import io.kubernetes.client.proto.V1Apps;
import io.kubernetes.client.proto.V1Authentication;
import io.kubernetes.client.proto.V1Autoscaling;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers as Go clients ask for them, read by the published protobuf classes. */
class ProtobufAnswersTest extends ServedTest {
  private static final String PROTOBUF = "application/vnd.kubernetes.protobuf";
  private static final String GO = PROTOBUF + ",application/json";
  private static final String PARTIAL = ";as=PartialObjectMetadata;g=meta.k8s.io;v=v1";
  private static final String PARTIAL_LIST = ";as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

  private String maps() {
    return "/api/v1/namespaces/" + server.namespace() + "/configmaps";
  }

  private static final String OURS = "labelSelector=a%3D1";

  private void map(String maps, String name, String value) {
    assertEquals(
        201,
        server
            .post(
                maps,
                """
                {"metadata":{"name":"%s","labels":{"b":"2","a":"1"}},"data":{"k":"%s"}}\
                """
                    .formatted(name, value))
            .status());
  }

  @Test
  void objectsAreAnsweredAsTheyAreStored() throws Exception {
    String maps = maps();
    map(maps, "one", "grüße");

    TestServer.Reply reply = server.get(maps + "/one", "Accept", GO);

    assertEquals(PROTOBUF, reply.header("Content-Type"));
    Runtime.Unknown envelope = envelope(reply.response().body());
    assertEquals("v1", envelope.getTypeMeta().getApiVersion());
    assertEquals("ConfigMap", envelope.getTypeMeta().getKind());
    V1.ConfigMap map = V1.ConfigMap.parseFrom(envelope.getRaw());
    TestServer.Reply json = server.get(maps + "/one", "Accept", "application/json");
    assertEquals("grüße", map.getDataMap().get("k"));
    assertEquals(json.at("/metadata/resourceVersion"), map.getMetadata().getResourceVersion());
    assertEquals(json.at("/metadata/uid"), map.getMetadata().getUid());
    assertEquals(List.of("a", "b"), List.copyOf(map.getMetadata().getLabelsMap().keySet()));
    assertEquals(
        json.json().at("/metadata/managedFields/0/fieldsV1").toString(),
        map.getMetadata().getManagedFields(0).getFieldsV1().getRaw().toStringUtf8());
    assertArrayEquals(
        reply.response().body(), server.get(maps + "/one", "Accept", GO).response().body());
  }

  @Test
  void writesAreAnsweredInTheSameForm() throws Exception {
    String deployments = "/apis/apps/v1/namespaces/" + server.namespace() + "/deployments";
    byte[] body =
        server
            .send(
                server
                    .request(deployments)
                    .header("Content-Type", "application/json")
                    .header("Accept", PROTOBUF)
                    .method(
                        "POST",
                        HttpRequest.BodyPublishers.ofString(
                            """
                            {"metadata":{"name":"web"},"spec":{"selector":{"matchLabels":{"a":"b"}},
                            "template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[
                            {"name":"c","image":"i"}]}}}}\
                            """))
                    .build())
            .response()
            .body();

    V1Apps.Deployment created = V1Apps.Deployment.parseFrom(envelope(body).getRaw());
    assertEquals(1, created.getSpec().getReplicas());
    assertEquals(
        "25%", created.getSpec().getStrategy().getRollingUpdate().getMaxSurge().getStrVal());
    V1Autoscaling.Scale scale =
        V1Autoscaling.Scale.parseFrom(envelope(get(deployments + "/web/scale", PROTOBUF)).getRaw());
    assertEquals(1, scale.getSpec().getReplicas());
    assertEquals("a=b", scale.getStatus().getSelector());
  }

  @Test
  void deletesAndFailuresAreStatusMessages() throws Exception {
    String maps = maps();
    map(maps, "one", "v");

    Meta.Status missing = status(get(maps + "/none", PROTOBUF));
    assertEquals("NotFound", missing.getReason());
    assertEquals(404, missing.getCode());
    assertEquals("none", missing.getDetails().getName());
    TestServer.Reply deleted =
        server.send(server.request(maps + "/one").header("Accept", PROTOBUF).DELETE().build());
    assertEquals("Success", status(deleted.response().body()).getStatus());
  }

  @Test
  void listsCarryTheirMetadataAndItems() throws Exception {
    String maps = maps();
    for (int i = 0; i < 30; i++) {
      map(maps, "map-" + (char) ('a' + i % 26) + i, "x".repeat(60_000));
    }

    V1.ConfigMapList whole =
        V1.ConfigMapList.parseFrom(envelope(get(maps + "?" + OURS, GO)).getRaw());
    V1.ConfigMapList page =
        V1.ConfigMapList.parseFrom(envelope(get(maps + "?limit=4", GO)).getRaw());

    List<String> names = new ArrayList<>();
    server
        .get(maps + "?" + OURS)
        .json()
        .at("/items")
        .forEach(item -> names.add(item.at("/metadata/name").asText()));
    assertEquals(
        names, whole.getItemsList().stream().map(item -> item.getMetadata().getName()).toList());
    assertTrue(
        whole.getItemsList().stream()
            .allMatch(item -> item.getDataOrDefault("k", "").length() == 60_000));
    assertTrue(names.equals(names.stream().sorted(Comparator.naturalOrder()).toList()));
    assertEquals(4, page.getItemsCount());
    assertTrue(page.getMetadata().hasRemainingItemCount());
    assertTrue(!page.getMetadata().getContinue().isEmpty());
  }

  @Test
  void metadataIsProtobufOfCustomResourcesToo() throws Exception {
    String widgets = customResource();

    Meta.PartialObjectMetadataList list =
        Meta.PartialObjectMetadataList.parseFrom(
            envelope(get(widgets, PROTOBUF + PARTIAL_LIST)).getRaw());
    Runtime.Unknown one = envelope(get(widgets + "/w", PROTOBUF + PARTIAL));

    assertEquals("w", list.getItems(0).getMetadata().getName());
    assertEquals("meta.k8s.io/v1", one.getTypeMeta().getApiVersion());
    assertEquals("PartialObjectMetadata", one.getTypeMeta().getKind());
    assertEquals(406, server.get(widgets + "/w", "Accept", PROTOBUF).status());
    assertEquals(
        "application/json", server.get(widgets + "/w", "Accept", GO).header("Content-Type"));
    assertEquals("NotFound", status(get(widgets + "/none", GO)).getReason());
  }

  private String customResource() {
    server.post(
        "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
        """
        {"metadata":{"name":"widgets.wire.example.com"},"spec":{"group":"wire.example.com",
        "scope":"Cluster","names":{"plural":"widgets","kind":"Widget"},"versions":[{"name":"v1",
        "served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"}}}]}}\
        """);
    String widgets = "/apis/wire.example.com/v1/widgets";
    Awaitility.await()
        .until(
            () ->
                server
                        .post(
                            widgets,
                            "{\"apiVersion\":\"wire.example.com/v1\",\"kind\":\"Widget\","
                                + "\"metadata\":{\"name\":\"w\"}}")
                        .status()
                    == 201);
    return widgets;
  }

  @ParameterizedTest
  @CsvSource({"'',false", "'" + PARTIAL_LIST + "',true"})
  void watchesAreFramesWithALength(String as, boolean partial) throws Exception {
    String maps = maps();
    map(maps, "one", "v");
    String watch =
        maps
            + "?watch=1&"
            + OURS
            + "&allowWatchBookmarks=true&sendInitialEvents=true"
            + "&resourceVersionMatch=NotOlderThan&timeoutSeconds=20";
    var response =
        server.http.send(
            server.request(watch).header("Accept", PROTOBUF + as).build(),
            BodyHandlers.ofInputStream());
    assertEquals(PROTOBUF + ";stream=watch", response.headers().firstValue("Content-Type").get());
    try (DataInputStream in = new DataInputStream(response.body())) {
      Meta.WatchEvent added = event(in);
      Meta.WatchEvent bookmark = event(in);
      map(maps, "two", "w");
      server.delete(maps + "/one", "{}");
      Meta.WatchEvent second = event(in);
      Meta.WatchEvent deleted = event(in);

      assertEquals("ADDED", added.getType());
      assertEquals("BOOKMARK", bookmark.getType());
      assertEquals("ADDED", second.getType());
      assertEquals("DELETED", deleted.getType());
      assertEquals("one", name(added, partial));
      assertEquals(
          "true",
          V1.ConfigMap.parseFrom(object(bookmark).getRaw())
              .getMetadata()
              .getAnnotationsMap()
              .get("k8s.io/initial-events-end"));
      assertEquals("two", name(second, partial));
      assertEquals("one", name(deleted, partial));
    }
  }

  @Test
  void aWebSocketHasBinaryFrames() throws Exception {
    String maps = maps();
    map(maps, "one", "v");
    BlockingQueue<byte[]> frames = new LinkedBlockingQueue<>();
    WebSocket.Listener listener =
        new WebSocket.Listener() {
          @Override
          public @Nullable CompletionStage<?> onBinary(
              WebSocket socket, ByteBuffer data, boolean last) {
            byte[] frame = new byte[data.remaining()];
            data.get(frame);
            frames.add(frame);
            socket.request(1);
            return null;
          }
        };
    WebSocket socket =
        server
            .http
            .newWebSocketBuilder()
            .header("Accept", PROTOBUF)
            .buildAsync(
                URI.create(
                    server.server.url().toString().replace("https", "wss")
                        + maps
                        + "?watch=1&timeoutSeconds=20&"
                        + OURS),
                listener)
            .get(10, TimeUnit.SECONDS);

    byte[] frame = frames.poll(10, TimeUnit.SECONDS);
    socket.abort();

    assertEquals("one", name(Meta.WatchEvent.parseFrom(frame), false));
  }

  @Test
  void aWatchThatFailsTellsItInAFrame() throws Exception {
    var response =
        server.http.send(
            server
                .request(maps() + "?watch=1&resourceVersion=999999999999")
                .header("Accept", PROTOBUF)
                .build(),
            BodyHandlers.ofInputStream());
    try (DataInputStream in = new DataInputStream(response.body())) {
      Meta.WatchEvent error = event(in);

      assertEquals("ERROR", error.getType());
      Meta.Status status = Meta.Status.parseFrom(object(error).getRaw());
      assertEquals("Timeout", status.getReason());
      assertEquals(-1, in.read());
    }
  }

  @Test
  void discoveryIsProtobufToo() throws Exception {
    Runtime.Unknown versions = envelope(get("/api", PROTOBUF));
    assertEquals("", versions.getTypeMeta().getApiVersion());
    assertEquals("APIVersions", versions.getTypeMeta().getKind());
    assertEquals("v1", Meta.APIVersions.parseFrom(versions.getRaw()).getVersions(0));
    Meta.APIGroupList groups = Meta.APIGroupList.parseFrom(envelope(get("/apis", GO)).getRaw());
    assertTrue(groups.getGroupsList().stream().anyMatch(group -> group.getName().equals("apps")));
    Meta.APIGroup apps = Meta.APIGroup.parseFrom(envelope(get("/apis/apps", GO)).getRaw());
    assertEquals("apps/v1", apps.getPreferredVersion().getGroupVersion());
    Meta.APIResourceList core =
        Meta.APIResourceList.parseFrom(envelope(get("/api/v1", GO)).getRaw());
    Meta.APIResource pods =
        core.getResourcesList().stream()
            .filter(resource -> resource.getName().equals("pods"))
            .findFirst()
            .orElseThrow();
    assertTrue(pods.getVerbs().getItemsList().contains("watch"));
    assertEquals(List.of("po"), pods.getShortNamesList());
    assertEquals(
        "application/json", server.get("/version", "Accept", PROTOBUF).header("Content-Type"));
  }

  @Test
  void reviewsAreProtobuf() throws Exception {
    byte[] body =
        server
            .send(
                server
                    .request("/apis/authentication.k8s.io/v1/selfsubjectreviews")
                    .header("Accept", GO)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                    .build())
            .response()
            .body();

    var review = V1Authentication.SelfSubjectReview.parseFrom(envelope(body).getRaw());
    assertTrue(review.getStatus().getUserInfo().getGroupsList().contains("system:authenticated"));
  }

  @Test
  void tablesHaveNoProtobufForm() {
    String table = ";as=Table;g=meta.k8s.io;v=v1";
    String maps = maps();

    assertEquals(406, server.get(maps, "Accept", PROTOBUF + table).status());
    assertEquals(
        "Table",
        server.get(maps, "Accept", PROTOBUF + table + ",application/json" + table).at("/kind"));
  }

  @Test
  void whoAcceptsNothingReadsWhyInJson() {
    TestServer.Reply reply = server.get(maps(), "Accept", "image/png");

    assertEquals(406, reply.status());
    assertEquals("application/json", reply.header("Content-Type"));
    assertTrue(reply.text().startsWith("{\n  \""), reply.text());
  }

  private byte[] get(String path, String accept) {
    TestServer.Reply reply = server.get(path, "Accept", accept);
    assertEquals(PROTOBUF, reply.header("Content-Type"), reply.text());
    return reply.response().body();
  }

  private static Meta.Status status(byte[] body) throws InvalidProtocolBufferException {
    Runtime.Unknown envelope = envelope(body);
    assertEquals("Status", envelope.getTypeMeta().getKind());
    return Meta.Status.parseFrom(envelope.getRaw());
  }

  private static Meta.WatchEvent event(DataInputStream in) throws IOException {
    return Meta.WatchEvent.parseFrom(in.readNBytes(in.readInt()));
  }

  private static String name(Meta.WatchEvent event, boolean partial)
      throws InvalidProtocolBufferException {
    Runtime.Unknown object = object(event);
    assertEquals(partial ? "PartialObjectMetadata" : "ConfigMap", object.getTypeMeta().getKind());
    // The metadata is the first field of both.
    return Meta.PartialObjectMetadata.parseFrom(object.getRaw()).getMetadata().getName();
  }

  private static Runtime.Unknown object(Meta.WatchEvent event)
      throws InvalidProtocolBufferException {
    return envelope(event.getObject().getRaw().toByteArray());
  }

  private static Runtime.Unknown envelope(byte[] body) throws InvalidProtocolBufferException {
    assertEquals(
        "k8s\0",
        new String(body, 0, 4, StandardCharsets.US_ASCII),
        () -> new String(body, StandardCharsets.UTF_8));
    return Runtime.Unknown.parseFrom(Arrays.copyOfRange(body, 4, body.length));
  }
}
