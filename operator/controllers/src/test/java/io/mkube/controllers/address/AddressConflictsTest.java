package io.mkube.controllers.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.mkube.controllers.world.SampleNetwork;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an API server may answer, on the wire. */
class AddressConflictsTest {
  private static final String PATH = "/apis/mkube.io/v1/networks/gt";
  private static final ClaimRequest REQUEST =
      new ClaimRequest(
          "default",
          "web",
          "uid-web",
          List.of(new ClaimRequest.Wish("app", List.of(), List.of())),
          Map.of());

  private final KubernetesMockServer server = new KubernetesMockServer(false);
  private KubernetesClient client;

  @BeforeEach
  void start() {
    server.init();
    client = server.createClient();
    server.expect().get().withPath(PATH).andReturn(200, SampleNetwork.gt()).always();
  }

  @AfterEach
  void stop() {
    client.close();
    server.destroy();
  }

  @Test
  void readsAgainAfterAConflict() {
    server.expect().put().withPath(PATH + "/status").andReturn(409, status(409)).times(2);
    server.expect().put().withPath(PATH + "/status").andReturn(200, SampleNetwork.gt()).once();

    assertInstanceOf(ClaimResult.Granted.class, new AddressClaims(client).claim("gt", REQUEST));
  }

  @Test
  void waitsWhenTheServerIsTooBusy() {
    server.expect().put().withPath(PATH + "/status").andReturn(429, status(429)).once();
    server.expect().put().withPath(PATH + "/status").andReturn(500, status(500)).once();
    server.expect().put().withPath(PATH + "/status").andReturn(200, SampleNetwork.gt()).once();

    assertInstanceOf(ClaimResult.Granted.class, new AddressClaims(client).claim("gt", REQUEST));
  }

  @Test
  void givesUpWhenTheServerRefuses() {
    server.expect().put().withPath(PATH + "/status").andReturn(403, status(403)).always();

    KubernetesClientException refusal =
        assertThrows(
            KubernetesClientException.class, () -> new AddressClaims(client).claim("gt", REQUEST));
    assertEquals(403, refusal.getCode());
  }

  private static Object status(int code) {
    return new StatusBuilder().withStatus("Failure").withCode(code).withMessage("no").build();
  }
}
