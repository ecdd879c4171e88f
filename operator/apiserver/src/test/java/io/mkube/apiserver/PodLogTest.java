package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logs and terminals, with a node that a test plays. */
class PodLogTest {
  private static final String PODS = "/api/v1/namespaces/default/pods";

  @TempDir Path directory;
  private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
  private final CountDownLatch released = new CountDownLatch(1);
  private TestServer server;
  private HttpsServer node;

  @BeforeEach
  void start() throws Exception {
    server = TestServer.start(directory);
    node = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    SSLContext tls = server.server.nodeTls(Set.of("127.0.0.1"));
    node.setHttpsConfigurator(
        new HttpsConfigurator(tls) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters settings = tls.getDefaultSSLParameters();
            settings.setNeedClientAuth(true);
            parameters.setSSLParameters(settings);
          }
        });
    node.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    node.createContext("/", this::answer);
    node.start();
    server.post("/api/v1/nodes", "{\"metadata\":{\"name\":\"n1\"}}");
    server.merge(
        "/api/v1/nodes/n1/status",
        """
        {"status":{"addresses":[{"type":"InternalIP","address":"192.0.2.1"},
         {"type":"InternalDNS","address":"127.0.0.1"}],
         "daemonEndpoints":{"kubeletEndpoint":{"Port":%d}}}}\
        """
            .formatted(node.getAddress().getPort()));
  }

  @AfterEach
  void stop() {
    released.countDown();
    node.stop(0);
    server.close();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String caller = ((HttpsExchange) exchange).getSSLSession().getPeerPrincipal().getName();
      asked.add(exchange.getRequestURI() + " by " + caller);
      String path = exchange.getRequestURI().getPath();
      if (path.startsWith("/containerLogs/") && !path.endsWith("/broken")) {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write("one\n".getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
        if ("follow=true".equals(exchange.getRequestURI().getQuery())) {
          released.await();
          exchange.getResponseBody().write("two\n".getBytes(StandardCharsets.UTF_8));
        }
      } else {
        byte[] text = "no such thing here\n".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(path.endsWith("/broken") ? 400 : 501, text.length);
        exchange.getResponseBody().write(text);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pod(String name, String node, String... containers) {
    StringBuilder list = new StringBuilder();
    for (String container : containers) {
      list.append(list.isEmpty() ? "" : ",");
      list.append("{\"name\":\"%s\",\"image\":\"x\"}".formatted(container));
    }
    String nodeName = node.isEmpty() ? "" : "\"nodeName\":\"" + node + "\",";
    assertEquals(
        201,
        server
            .post(
                PODS,
                "{\"metadata\":{\"name\":\"%s\"},\"spec\":{%s\"containers\":[%s]}}"
                    .formatted(name, nodeName, list))
            .status());
  }

  @Test
  void comesFromTheNodeOfThePod() throws Exception {
    pod("p", "n1", "a");

    TestServer.Reply log = server.get(PODS + "/p/log?tailLines=5&timestamps=true&container=a");

    assertEquals(200, log.status(), log.text());
    assertEquals("one\n", log.text());
    assertEquals("text/plain", log.header("Content-Type"));
    String request = asked.poll(10, TimeUnit.SECONDS);
    assertTrue(
        request.startsWith("/containerLogs/default/p/a?timestamps=true&tailLines=5 by "), request);
    assertTrue(request.contains("CN=kube-apiserver-kubelet-client"), request);
  }

  @Test
  void goesOnWhileItIsFollowed() throws Exception {
    pod("p", "n1", "a");

    try (TestServer.Events log = server.watch(PODS + "/p/log?follow=true")) {
      InputStream lines = log.response.body();
      assertEquals("one\n", new String(lines.readNBytes(4), StandardCharsets.UTF_8));
      released.countDown();
      assertEquals("two\n", new String(lines.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void endsWhenTheServerStops() throws Exception {
    pod("p", "n1", "a");

    try (TestServer.Events log = server.watch(PODS + "/p/log?follow=true")) {
      assertEquals(4, log.response.body().readNBytes(4).length);
      server.server.close();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "two|400|a container name must be specified for pod two, choose one of: [a b]",
        "two/log?container=c|400|container c is not valid for pod two",
        "two/log?container=a&tailLines=-1|422|PodLogOptions \"two\" is invalid: tailLines: Invalid"
            + " value: -1: must be greater than or equal to 0",
        "two/log?container=a&limitBytes=0|422|PodLogOptions \"two\" is invalid: limitBytes: Invalid"
            + " value: 0: must be greater than 0",
        "none|404|pods \"none\" not found",
        "lost|404|nodes \"gone\" not found",
        "odd/log|400|no such thing here",
        "two/exec?container=a|400|you must specify at least 1 command for the container",
        "two/exec?container=a&command=ls|400|Upgrade request required",
        "two/attach?container=a|400|Upgrade request required",
        "two/portforward|400|Upgrade request required",
        "free/exec?command=ls|400|pod free does not have a host assigned",
      })
  void tellsWhyThereIsNone(String path, int code, String message) {
    pod("two", "n1", "a", "b");
    pod("lost", "gone", "a");
    pod("odd", "n1", "broken");
    pod("free", "", "a");

    TestServer.Reply reply = server.get(PODS + "/" + (path.contains("/") ? path : path + "/log"));

    assertEquals(code, reply.status(), reply.text());
    assertEquals(message, reply.at("/message"));
  }

  @Test
  void isEmptyBeforeAPodHasANode() {
    pod("free", "", "a");

    TestServer.Reply log = server.get(PODS + "/free/log");

    assertEquals(200, log.status());
    assertEquals("", log.text());
    assertNull(asked.peek());
  }

  @Test
  void tellsThatAContainerHasNotBeenStarted() {
    pod("p", "n1", "a");
    server.merge(
        PODS + "/p/status",
        """
        {"status":{"containerStatuses":[{"name":"a","image":"x","imageID":"","ready":false,
         "restartCount":0,"state":{"waiting":{"reason":"ImagePullBackOff"}}}]}}\
        """);

    TestServer.Reply log = server.get(PODS + "/p/log");

    assertEquals(400, log.status());
    assertEquals(
        "container \"a\" in pod \"p\" is waiting to start: ImagePullBackOff", log.at("/message"));
  }

  @Test
  void isNotAvailableOnNodesThatTakeNoConnections() {
    server.post("/api/v1/nodes", "{\"metadata\":{\"name\":\"bare\"}}");
    pod("p", "bare", "a");

    TestServer.Reply log = server.get(PODS + "/p/log");

    assertEquals(501, log.status());
    assertTrue(log.at("/message").contains("node bare serves no logs"), log.text());
  }
}
