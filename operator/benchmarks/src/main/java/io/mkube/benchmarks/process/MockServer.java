package io.mkube.benchmarks.process;

import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.concurrent.CountDownLatch;

/** fabric8's mock of an API server in CRUD mode: what most Java tests of operators run against. */
public final class MockServer {
  private MockServer() {}

  /** Serves until it is ended; prints its port. */
  public static void main(String[] args) throws Exception {
    KubernetesMockServer server =
        new KubernetesMockServer(
            new Context(),
            new MockWebServer(),
            new HashMap<>(),
            new KubernetesCrudDispatcher(),
            false);
    server.init(InetAddress.getLoopbackAddress(), 0);
    System.out.println(server.getPort());
    new CountDownLatch(1).await();
  }
}
