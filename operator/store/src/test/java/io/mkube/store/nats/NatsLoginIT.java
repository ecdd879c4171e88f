package io.mkube.store.nats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.store.StoreKey;
import io.mkube.store.StoreOpenException;
import io.mkube.store.Write;
import io.mkube.store.nats.NatsIdentities.Identity;
import io.nats.client.NKey;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every way to identify, and TLS, with a server that insists. */
@Timeout(60)
final class NatsLoginIT {
  @TempDir private Path directory = Path.of("unset");

  @Test
  void identifiesByUserAndPassword() throws Exception {
    String settings = "authorization { user: mkube, password: \"pa/ss\" }\n";
    try (NatsServer server = NatsServer.start(directory, settings)) {
      requireUsable("nats://mkube:pa%2Fss@127.0.0.1:" + server.port());
      String refusal = requireRefused("nats://mkube:geheim@127.0.0.1:" + server.port());
      assertTrue(refusal.endsWith("the server refuses the login of user mkube"), refusal);
      refusal = requireRefused("nats://127.0.0.1:" + server.port());
      assertTrue(refusal.endsWith("the server refuses the login without credentials"), refusal);
    }
  }

  @Test
  void identifiesByToken() throws Exception {
    try (NatsServer server = NatsServer.start(directory, "authorization { token: s3cr3t }\n")) {
      requireUsable("nats://s3cr3t@127.0.0.1:" + server.port());
    }
  }

  @Test
  void identifiesByNkey() throws Exception {
    NKey user = NKey.createUser(null);
    Path seed = Files.writeString(directory.resolve("user.nk"), new String(user.getSeed()) + "\n");
    String settings =
        "authorization { users: [ { nkey: " + new String(user.getPublicKey()) + " } ] }\n";
    try (NatsServer server = NatsServer.start(directory, settings)) {
      requireUsable("nats://127.0.0.1:" + server.port() + "/mkube?nkey=" + seed);
    }
  }

  @Nested
  class WithAnOperator {
    @Test
    void identifiesByACredentialsFile() throws Exception {
      NatsIdentities.Operator operator = NatsIdentities.operator(directory);
      try (NatsServer server = NatsServer.start(directory, operator.settings())) {
        requireUsable("nats://127.0.0.1:" + server.port() + "/mkube?creds=" + operator.user());
        requireRefused("nats://127.0.0.1:" + server.port() + "/mkube?creds=" + operator.stranger());
      }
    }
  }

  @Nested
  class WithTls {
    @Test
    void trustsTheGivenAuthorityOnly() throws Exception {
      Identity identity = identity("server", "san=ip:127.0.0.1");
      Identity other = identity("other", "san=ip:127.0.0.1");
      String settings =
          "tls { cert_file: \"%s\", key_file: \"%s\" }\n"
              .formatted(identity.certificate(), identity.key());
      try (NatsServer server = NatsServer.start(directory, settings)) {
        String url = "tls://127.0.0.1:" + server.port() + "/mkube?tls_ca=";
        requireUsable(url + identity.certificate());
        String refusal = requireRefused(url + other.certificate());
        assertTrue(refusal.contains("none of the certificates in tls_ca="), refusal);
      }
    }

    @Test
    void showsItsCertificate() throws Exception {
      Identity identity = identity("server", "san=ip:127.0.0.1");
      Identity client = identity("client", "san=dns:mkube");
      String settings =
          "tls { cert_file: \"%s\", key_file: \"%s\", ca_file: \"%s\", verify: true }\n"
              .formatted(identity.certificate(), identity.key(), client.certificate());
      try (NatsServer server = NatsServer.start(directory, settings)) {
        String url = "tls://127.0.0.1:" + server.port() + "/mkube?tls_ca=" + identity.certificate();
        requireUsable(url + "&tls_cert=" + client.certificate() + "&tls_key=" + client.key());
      }
    }

    @Test
    void namesAFileThatIsOfNoUse() throws Exception {
      Path empty = Files.writeString(directory.resolve("empty.pem"), "");
      String refusal = requireRefused("tls://127.0.0.1:1/mkube?tls_ca=" + empty);
      assertTrue(refusal.contains("tls_ca: " + empty), refusal);
      refusal = requireRefused("nats://127.0.0.1:1/mkube?creds=/nowhere/x.creds");
      assertTrue(refusal.contains("creds: /nowhere/x.creds cannot be read"), refusal);
      refusal = requireRefused("nats://127.0.0.1:1/mkube?creds=" + empty);
      assertTrue(refusal.contains("creds: " + empty + " holds no credentials of nsc"), refusal);
      refusal = requireRefused("nats://127.0.0.1:1/mkube?nkey=" + empty);
      assertTrue(refusal.contains("nkey: " + empty + " holds no seed of a user"), refusal);
    }

    @Test
    void trustsACertificateForItsOwnHostOnly() throws Exception {
      Identity identity = identity("server", "san=dns:localhost");
      String settings =
          "tls { cert_file: \"%s\", key_file: \"%s\" }\n"
              .formatted(identity.certificate(), identity.key());
      try (NatsServer server = NatsServer.start(directory, settings)) {
        String rest = ":" + server.port() + "/mkube?tls_ca=" + identity.certificate();
        requireUsable("tls://localhost" + rest);
        String refusal = requireRefused("tls://127.0.0.1" + rest);
        assertTrue(refusal.contains("127.0.0.1"), refusal);
      }
    }

    @Test
    void saysWhichSchemeTheServerTakes() throws Exception {
      Identity identity = identity("server", "san=ip:127.0.0.1");
      String settings =
          "tls { cert_file: \"%s\", key_file: \"%s\" }\n"
              .formatted(identity.certificate(), identity.key());
      try (NatsServer secured = NatsServer.start(directory.resolve("a"), settings);
          NatsServer plain = NatsServer.start(directory.resolve("b"))) {
        String refusal = requireRefused("nats://127.0.0.1:" + secured.port());
        assertTrue(refusal.endsWith("use tls:// in place of nats://"), refusal);
        refusal = requireRefused("tls://127.0.0.1:" + secured.port());
        assertTrue(refusal.endsWith("name who has by tls_ca=FILE"), refusal);
        refusal = requireRefused("tls://127.0.0.1:" + plain.port());
        assertTrue(refusal.endsWith("use nats:// in place of tls://"), refusal);
      }
    }

    private Identity identity(String name, String extension) throws Exception {
      return NatsIdentities.tls(directory, name, extension);
    }
  }

  private static void requireUsable(String url) throws Exception {
    try (NatsObjectStore store = NatsObjectStore.open(NatsConfig.parse(url))) {
      StoreKey key = new StoreKey("", "pods", "default", "a");
      long revision = store.write(new Write.Put(key, 0, "uid", new byte[] {1}));
      assertEquals(revision, store.latestRevision());
      assertFalse(store.health().detail().contains("pa/ss"), store.health().detail());
    }
  }

  private static String requireRefused(String url) {
    var refused =
        assertThrows(
            StoreOpenException.Unreachable.class,
            () -> NatsObjectStore.open(NatsConfig.parse(url)).close());
    String message = String.valueOf(refused.getMessage());
    assertFalse(message.contains("geheim"), message);
    return message;
  }
}
