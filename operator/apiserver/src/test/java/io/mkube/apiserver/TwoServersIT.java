package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.TestServer.Events;
import io.mkube.apiserver.TestServer.Reply;
import io.mkube.store.nats.NatsServer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two API servers that know nothing of each other but the NATS bucket that they share. */
@Timeout(120)
final class TwoServersIT {
  private static final int CALLERS = 16;

  @TempDir private static Path directory = Path.of("unset");
  private static NatsServer nats = unstarted();
  private static TestServer one = unstarted();
  private static TestServer other = unstarted();

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // assigned before each test
  private static <T> T unstarted() {
    return null;
  }

  @BeforeAll
  static void start() throws Exception {
    nats = NatsServer.start(directory.resolve("nats"));
    one = start("one");
    other = start("other");
  }

  private static TestServer start(String name) throws Exception {
    return TestServer.over(nats.open("mkube"), directory.resolve(name));
  }

  @AfterAll
  static void stop() throws Exception {
    for (AutoCloseable part : List.of(other, one, nats)) {
      part.close();
    }
  }

  @Test
  void readFromOneWhatTheOtherHasJustWritten() {
    String path = configMaps(one.namespace());
    for (int i = 0; i < 100; i++) {
      TestServer writer = i % 2 == 0 ? one : other;
      TestServer reader = i % 2 == 0 ? other : one;
      String revision = writer.post(path, configMap("c" + i)).at("/metadata/resourceVersion");

      assertEquals(revision, reader.get(path + "/c" + i).at("/metadata/resourceVersion"));
      assertEquals(i + 1, names(reader, path).size());
    }
  }

  @Test
  void changeAndDeleteOnOneWhatTheOtherHasJustMade() {
    String path = configMaps(one.namespace());
    for (int i = 0; i < 50; i++) {
      String changed = path + "/changed-" + i;
      String deleted = path + "/deleted-" + i;
      server(i).post(path, configMap("changed-" + i));
      assertEquals(200, server(i + 1).merge(changed, "{\"data\":{\"a\":\"b\"}}").status());
      server(i).post(path, configMap("deleted-" + i));
      assertEquals(200, server(i + 1).delete(deleted, "{}").status());
    }
  }

  @Test
  void haveTheSameNamespacesFromTheBeginning() {
    for (String name : List.of("default", "kube-system", "kube-public", "kube-node-lease")) {
      String path = "/api/v1/namespaces/" + name;
      assertEquals(one.get(path).at("/metadata/uid"), other.get(path).at("/metadata/uid"));
    }
  }

  @Test
  void acceptTheSameCredentials() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(other.server.url() + "/api/v1/namespaces/default"))
            .build();

    var answer = one.http.send(request, HttpResponse.BodyHandlers.ofString());

    assertEquals(200, answer.statusCode(), answer::body);
  }

  @Test
  void applyTheirFieldsOfOneObject() throws Exception {
    String path = configMaps(one.namespace()) + "/applied";
    List<Reply> replies =
        fromBoth(
            caller ->
                server(caller)
                    .send(
                        "PATCH",
                        path + "?fieldManager=manager-" + caller,
                        "application/apply-patch+yaml",
                        """
                        {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"applied"},
                         "data":{"key-%d":"x"}}\
                        """
                            .formatted(caller)));

    replies.forEach(reply -> assertTrue(reply.status() / 100 == 2, reply::text));
    assertEquals(1, replies.stream().filter(reply -> reply.status() == 201).count());
    JsonNode applied = other.get(path).json();
    assertEquals(CALLERS, applied.path("data").size());
    assertEquals(CALLERS, applied.at("/metadata/managedFields").size());
  }

  @Test
  void letOneCreatorOfANameWin() throws Exception {
    String path = configMaps(one.namespace());
    for (int round = 0; round < 10; round++) {
      String body = configMap("same-" + round);
      List<Reply> replies = fromBoth(caller -> server(caller).post(path, body));

      assertEquals(1, replies.stream().filter(reply -> reply.status() == 201).count());
      for (Reply reply : replies) {
        assertTrue(
            reply.status() == 201 || reply.at("/reason").equals("AlreadyExists"), reply::text);
      }
    }
  }

  @Test
  void generateDifferentNames() throws Exception {
    String path = configMaps(one.namespace());
    String body =
        """
        {"apiVersion":"v1","kind":"ConfigMap","metadata":{"generateName":"g-"}}\
        """;
    Set<String> names = new HashSet<>();
    for (int round = 0; round < 10; round++) {
      for (Reply reply : fromBoth(caller -> server(caller).post(path, body))) {
        assertEquals(201, reply.status(), reply::text);
        names.add(reply.at("/metadata/name"));
      }
    }

    assertEquals(10 * CALLERS, names.size());
    for (TestServer server : List.of(one, other)) {
      assertEquals(names, names(server, path));
    }
  }

  @Test
  void loseNoUpdateOfASharedObject() throws Exception {
    String path = configMaps(one.namespace());
    one.post(path, configMap("counter"));
    fromBoth(caller -> increment(server(caller), path + "/counter"));

    assertEquals(String.valueOf(CALLERS), other.get(path + "/counter").at("/data/count"));
  }

  private static String increment(TestServer server, String path) {
    while (true) {
      Reply found = server.get(path);
      int count = found.json().at("/data/count").asInt(0);
      String body =
          """
          {"apiVersion":"v1","kind":"ConfigMap",
           "metadata":{"name":"counter","resourceVersion":"%s"},"data":{"count":"%d"}}\
          """
              .formatted(found.at("/metadata/resourceVersion"), count + 1);
      Reply reply = server.put(path, body);
      if (reply.status() == 200) {
        return reply.text();
      }
      assertEquals("Conflict", reply.at("/reason"), reply::text);
    }
  }

  @Test
  void patchTheSameObjectWithoutConflict() throws Exception {
    String path = configMaps(one.namespace());
    one.post(path, configMap("shared"));
    List<Reply> replies =
        fromBoth(
            caller ->
                server(caller)
                    .merge(path + "/shared", "{\"data\":{\"key-%d\":\"x\"}}".formatted(caller)));

    replies.forEach(reply -> assertEquals(200, reply.status(), reply::text));
    assertEquals(CALLERS, other.get(path + "/shared").json().path("data").size());
  }

  @Test
  void giveNoAddressOrPortToTwoServices() throws Exception {
    String path = "/api/v1/namespaces/" + one.namespace() + "/services";
    Set<String> addresses = new HashSet<>();
    Set<String> ports = new HashSet<>();
    int services = 0;
    for (int round = 0; round < 4; round++) {
      String body = service("{\"generateName\":\"s-\"}", "\"type\":\"NodePort\"");
      for (Reply reply : fromBoth(caller -> server(caller).post(path, body))) {
        assertEquals(201, reply.status(), reply::text);
        services++;
        addresses.add(reply.at("/spec/clusterIP"));
        ports.add(reply.at("/spec/ports/0/nodePort"));
      }
    }

    assertEquals(services, addresses.size());
    assertEquals(services, ports.size());
  }

  @Test
  void letOneOfTwoServicesHaveTheAddressThatBothAskFor() throws Exception {
    String path = "/api/v1/namespaces/" + one.namespace() + "/services";
    for (int round = 1; round <= 10; round++) {
      String wanted = "10.96.77." + round;
      String body = service("{\"generateName\":\"w-\"}", "\"clusterIP\":\"" + wanted + "\"");
      List<Reply> replies = fromBoth(caller -> server(caller).post(path, body));

      List<Reply> created = replies.stream().filter(reply -> reply.status() == 201).toList();
      assertEquals(1, created.size(), wanted);
      for (Reply reply : replies) {
        assertTrue(
            reply.status() == 201
                || reply.at("/details/causes/0/message").endsWith("IP is already allocated"),
            reply::text);
      }
      // it is free again at once, at the other server too
      TestServer deleting = server(round);
      deleting.delete(path + "/" + created.getFirst().at("/metadata/name"), "");
      Reply again = server(round + 1).post(path, body);
      assertEquals(201, again.status(), again::text);
    }
  }

  @Test
  void giveNoMoreThanAQuotaHas() throws Exception {
    String namespace = "/api/v1/namespaces/" + one.namespace();
    int hard = 20;
    one.post(
        namespace + "/resourcequotas",
        """
        {"apiVersion":"v1","kind":"ResourceQuota","metadata":{"name":"few"},
         "spec":{"hard":{"secrets":"%d"}}}\
        """
            .formatted(hard));
    String body =
        """
        {"apiVersion":"v1","kind":"Secret","metadata":{"generateName":"q-"}}\
        """;
    int created = 0;
    for (int round = 0; round < 4; round++) {
      for (Reply reply : fromBoth(caller -> server(caller).post(namespace + "/secrets", body))) {
        created += reply.status() == 201 ? 1 : 0;
        assertTrue(
            reply.status() == 201 || reply.text().contains("exceeded quota: few"), reply::text);
      }
    }

    assertEquals(hard, created);
    for (TestServer server : List.of(one, other)) {
      assertEquals(hard, names(server, namespace + "/secrets").size());
      assertEquals(
          String.valueOf(hard),
          server.get(namespace + "/resourcequotas/few").at("/status/used/secrets"));
    }
  }

  private static String service(String metadata, String spec) {
    return "{\"apiVersion\":\"v1\",\"kind\":\"Service\",\"metadata\":"
        + metadata
        + ",\"spec\":{"
        + spec
        + ",\"ports\":[{\"port\":80}]}}";
  }

  @Test
  void watchOnOneWhatTheOtherWritesInItsOrder() throws Exception {
    String namespace = one.namespace();
    String path = configMaps(namespace);
    String start = other.get(path).at("/metadata/resourceVersion");
    int writes = 200;
    try (Events events = other.watch(path + "?watch=true&resourceVersion=" + start)) {
      List<String> revisions = new ArrayList<>();
      for (int i = 0; i < writes; i++) {
        revisions.add(one.post(path, configMap("w" + i)).at("/metadata/resourceVersion"));
      }

      List<String> seen = new ArrayList<>();
      while (seen.size() < writes) {
        var object = events.next().path("object");
        if (object.at("/metadata/name").asText().startsWith("w")) {
          seen.add(object.at("/metadata/resourceVersion").asText());
        }
      }
      assertEquals(revisions, seen);
    }
  }

  @Test
  void tellAWatchOfADeletionAndRecreationByTheOther() throws Exception {
    String path = configMaps(one.namespace());
    Reply first = one.post(path, configMap("again"));
    other.get(path + "/again");
    String start = first.at("/metadata/resourceVersion");
    try (Events events =
        other.watch(
            path + "?watch=true&fieldSelector=metadata.name%3Dagain&resourceVersion=" + start)) {
      one.delete(path + "/again", "");
      one.post(path, configMap("again"));

      assertEquals("DELETED again", events.nextText());
      assertEquals("ADDED again", events.nextText());
    }
  }

  /** Those of the test, without what the servers put into each namespace. */
  private static Set<String> names(TestServer server, String path) {
    Set<String> names = new HashSet<>();
    for (JsonNode item : server.get(path).json().path("items")) {
      names.add(item.at("/metadata/name").asText());
    }
    names.remove("kube-root-ca.crt");
    return names;
  }

  private static TestServer server(int caller) {
    return caller % 2 == 0 ? one : other;
  }

  private static <T> List<T> fromBoth(IntFunction<T> call) throws Exception {
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<T>> calls =
          IntStream.range(0, CALLERS).<Callable<T>>mapToObj(n -> () -> call.apply(n)).toList();
      List<T> results = new ArrayList<>();
      for (Future<T> future : callers.invokeAll(calls)) {
        results.add(future.get());
      }
      return results;
    }
  }

  private static String configMaps(String namespace) {
    return "/api/v1/namespaces/" + namespace + "/configmaps";
  }

  private static String configMap(String name) {
    return "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\""
        + name
        + "\"}}";
  }
}
