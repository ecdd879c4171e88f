package io.mkube.apiserver.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.authentication.SelfSubjectReview;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
@MkubeApiServer(
    users = {
      @ApiUser(
          name = "alice",
          groups = {"developers", "system:masters"}),
      @ApiUser(name = "bob")
    })
final class UsersTest {
  @As("alice")
  KubernetesClient alice;

  @As("bob")
  @Kubeconfig
  Path bob;

  @Test
  void givesEachUserAClient() {
    UserInfo user = whoIs(alice);
    assertEquals("alice", user.getUsername());
    assertTrue(user.getGroups().contains("developers"));
  }

  @Test
  void givesEachUserAKubeconfig() throws Exception {
    Config config = Config.fromKubeconfig(Files.readString(bob));
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
      assertEquals("bob", whoIs(client).getUsername());
    }
  }

  @Test
  void refusesUnknownUsers(TestApiServer api) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> api.client("eve")).getMessage();
    assertTrue(message.contains("\"eve\""), message);
  }

  private static UserInfo whoIs(KubernetesClient client) {
    return client.resource(new SelfSubjectReview()).create().getStatus().getUserInfo();
  }
}
