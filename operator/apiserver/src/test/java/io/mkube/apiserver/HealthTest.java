package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What health checks say, while all is well and when it is not. */
class HealthTest {
  @TempDir Path directory;

  @Test
  void saysOkAndTellsEachCheckWhenAsked() throws Exception {
    try (TestServer server = TestServer.start(directory)) {
      for (String path : new String[] {"/healthz", "/livez", "/readyz"}) {
        TestServer.Reply short1 = server.get(path);
        TestServer.Reply verbose = server.get(path + "?verbose");

        assertEquals(200, short1.status());
        assertEquals("ok", short1.text());
        assertTrue(verbose.text().startsWith("[+]ping ok\n[+]store ok: "), verbose.text());
        assertTrue(verbose.text().endsWith(path.substring(1) + " check passed\n"), verbose.text());
        assertEquals("ok", server.get(path + "/ping").text());
        assertEquals("ok", server.get(path + "/store").text());
        assertTrue(verbose.text().contains("\n[+]log ok\n[+]etcd ok\n"), verbose.text());
        assertTrue(
            verbose.text().contains("\n[+]poststarthook/crd-informer-synced ok\n"), verbose.text());
        assertEquals("ok", server.get(path + "/poststarthook/rbac/bootstrap-roles").text());
        assertEquals(404, server.get(path + "/nothing").status());
      }
      assertFalse(server.get("/livez?verbose").text().contains("shutdown"));
    }
  }

  @Test
  void leavesOutWhatIsExcluded() throws Exception {
    try (TestServer server = TestServer.start(directory)) {
      String text = server.get("/readyz?verbose&exclude=etcd&exclude=other").text();

      assertTrue(text.contains("[+]etcd excluded: ok\n"), text);
      assertTrue(
          text.contains("warn: some health checks cannot be excluded: no matches for \"other\"\n"),
          text);
    }
  }

  @Test
  void tellsWhyTheStoreTakesNoWrites() throws Exception {
    try (TestServer server = TestServer.start(directory)) {
      server.store.close();

      TestServer.Reply ready = server.get("/readyz");
      TestServer.Reply excluded = server.get("/readyz?exclude=store&exclude=etcd");

      assertEquals(500, ready.status());
      assertTrue(ready.text().contains("[-]store failed: " + server.store.health().detail()));
      assertTrue(ready.text().endsWith("readyz check failed\n"), ready.text());
      assertFalse(excluded.text().contains("[-]store"), excluded.text());
      assertEquals(500, server.get("/readyz/store").status());
      assertEquals(500, server.get("/healthz").status());
      assertEquals("ok", server.get("/livez/ping").text());
    }
  }

  @Test
  void isAliveWithAStoreThatTakesNoWrites() throws Exception {
    try (TestServer server = TestServer.start(directory)) {
      server.store.close();

      assertEquals("ok", server.get("/livez").text());
      assertEquals("ok", server.get("/livez/store").text());
      assertEquals("ok", server.get("/livez/etcd").text());
      String verbose = server.get("/livez?verbose").text();
      assertTrue(verbose.contains("[+]store ok: not ready, but alive: "), verbose);
    }
  }

  @Test
  void countsWhatTheChecksSay() throws Exception {
    try (TestServer server = TestServer.start(directory)) {
      server.get("/livez");
      server.get("/livez");

      String text = server.get("/metrics/slis").text();

      assertTrue(text.contains("kubernetes_healthcheck{name=\"ping\",type=\"readyz\"} 1\n"), text);
      assertTrue(
          text.contains(
              "kubernetes_healthchecks_total{name=\"ping\",status=\"success\",type=\"livez\"} 2\n"),
          text);
      server.store.close();
      server.get("/readyz");
      text = server.get("/metrics/slis").text();
      assertTrue(text.contains("kubernetes_healthcheck{name=\"store\",type=\"readyz\"} 0\n"), text);
      assertTrue(
          text.contains(
              "kubernetes_healthchecks_total{name=\"store\",status=\"error\",type=\"readyz\"} 1\n"),
          text);
    }
  }
}
