package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.TestServer.Events;
import io.mkube.apiserver.TestServer.Reply;
import io.mkube.store.nats.NatsConfig;
import io.mkube.store.nats.NatsObjectStore;
import io.mkube.store.nats.NatsServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A quota of two API servers that share a NATS bucket, while objects come and go on both. It holds
 * where an object is stored together with what it takes, which needs nats-server 2.12.
 */
@Tag("newer-nats")
@Timeout(300)
final class SharedQuotaIT {
  private static final int HARD = 5;
  private static final int CALLERS = 8;
  private static final int TIMES = 60;

  @TempDir private Path directory = Path.of("unset");

  @Test
  void isNeverExceededWhileOthersDelete() throws Exception {
    assertNotNull(
        System.getProperty(NatsServer.PROGRAM),
        "name a nats-server of 2.12 or later by -D" + NatsServer.PROGRAM + "=PROGRAM");
    try (NatsServer nats = NatsServer.start(directory.resolve("nats"));
        TestServer one = TestServer.over(open(nats), directory.resolve("one"));
        TestServer other = TestServer.over(open(nats), directory.resolve("other"))) {
      String namespace = "/api/v1/namespaces/" + one.namespace();
      String quota =
          "{\"metadata\":{\"name\":\"few\"},\"spec\":{\"hard\":{\"secrets\":\"" + HARD + "\"}}}";
      String start = one.post(namespace + "/resourcequotas", quota).at("/metadata/resourceVersion");
      String secrets = namespace + "/secrets";
      try (Events events = one.watch(secrets + "?watch=true&resourceVersion=" + start)) {
        int created = fromBoth(List.of(one, other), secrets);
        assertTrue(created > HARD);
        requireNeverMore(events, created);
      }
    }
  }

  private static NatsObjectStore open(NatsServer nats) throws Exception {
    return NatsObjectStore.open(NatsConfig.parse(nats.url("mkube") + "?batches=yes"));
  }

  private static int fromBoth(List<TestServer> servers, String path) throws Exception {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> callers = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        int caller = i;
        callers.add(
            executor.submit(
                () ->
                    createAndDelete(
                        servers.get(caller % 2), servers.get((caller + 1) % 2), path, caller)));
      }
      int created = 0;
      for (Future<Integer> caller : callers) {
        created += caller.get();
      }
      return created;
    }
  }

  private static int createAndDelete(TestServer here, TestServer there, String path, int caller) {
    int created = 0;
    for (int i = 0; i < TIMES; i++) {
      String name = "q" + caller + "-" + i;
      Reply reply = here.post(path, "{\"metadata\":{\"name\":\"" + name + "\"}}");
      if (reply.status() == 201) {
        created++;
        Reply deleted = there.delete(path + "/" + name, "{}");
        assertEquals(200, deleted.status(), deleted::text);
      } else {
        assertTrue(reply.text().contains("exceeded quota: few"), reply::text);
      }
    }
    return created;
  }

  private static void requireNeverMore(Events events, int created) throws Exception {
    Set<String> live = new HashSet<>();
    for (int i = 0; i < 2 * created; i++) {
      JsonNode event = events.next();
      String name = event.at("/object/metadata/name").asText();
      if (event.path("type").asText().equals("ADDED")) {
        live.add(name);
      } else {
        live.remove(name);
      }
      assertTrue(live.size() <= HARD, () -> HARD + " are allowed: " + live);
    }
    assertEquals(Set.of(), live);
  }
}
