package io.mkube.store.nats;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.store.StoreKey;
import io.mkube.store.StoreOpenException;
import io.mkube.store.Write;
import io.nats.client.NKey;
import io.nats.client.support.JwtUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
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
      requireRefused("nats://mkube:geheim@127.0.0.1:" + server.port());
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
      NKey operator = NKey.createOperator(null);
      NKey account = NKey.createAccount(null);
      NKey system = NKey.createAccount(null);
      Path credentials = credentials("user.creds", account);
      Path strange = credentials("strange.creds", NKey.createAccount(null));
      String settings =
          """
          operator: %s
          system_account: %s
          resolver: MEMORY
          resolver_preload: { %s: %s, %s: %s }
          """
              .formatted(
                  jwt(operator, operator, "{\"type\":\"operator\",\"version\":2}"),
                  new String(system.getPublicKey()),
                  new String(account.getPublicKey()),
                  jwt(operator, account, accountClaims("-1")),
                  new String(system.getPublicKey()),
                  jwt(operator, system, accountClaims("0")));
      try (NatsServer server = NatsServer.start(directory, settings)) {
        requireUsable("nats://127.0.0.1:" + server.port() + "/mkube?creds=" + credentials);
        requireRefused("nats://127.0.0.1:" + server.port() + "/mkube?creds=" + strange);
      }
    }

    private Path credentials(String name, NKey account) throws Exception {
      NKey user = NKey.createUser(null);
      String jwt =
          JwtUtils.issueUserJWT(
              account, new String(account.getPublicKey()), new String(user.getPublicKey()));
      return Files.writeString(
          directory.resolve(name),
          """
          -----BEGIN NATS USER JWT-----
          %s
          ------END NATS USER JWT------

          -----BEGIN USER NKEY SEED-----
          %s
          ------END USER NKEY SEED------
          """
              .formatted(jwt, new String(user.getSeed())));
    }

    private static String accountClaims(String storage) {
      return """
      {"limits":{"subs":-1,"conn":-1,"leaf":-1,"imports":-1,"exports":-1,"data":-1,"payload":-1,\
      "wildcards":true,"mem_storage":%1$s,"disk_storage":%1$s,"streams":%1$s,"consumer":%1$s},\
      "type":"account","version":2}\
      """
          .formatted(storage);
    }

    private static String jwt(NKey issuer, NKey subject, String claims) throws Exception {
      return JwtUtils.issueJWT(
          issuer,
          new String(subject.getPublicKey()),
          "mkube",
          null,
          Instant.now().getEpochSecond(),
          new String(issuer.getPublicKey()),
          () -> claims);
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
        assertTrue(refusal.contains("cannot be reached"), refusal);
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
    }

    private record Identity(Path certificate, Path key) {}

    private Identity identity(String name, String extension) throws Exception {
      Path store = directory.resolve(name + ".p12");
      String password = "changeit";
      List<String> command =
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
              "-genkeypair",
              "-alias",
              name,
              "-keyalg",
              "EC",
              "-dname",
              "CN=" + name,
              "-ext",
              extension,
              "-ext",
              "bc=ca:true",
              "-storetype",
              "PKCS12",
              "-keystore",
              store.toString(),
              "-storepass",
              password);
      assertEquals(0, new ProcessBuilder(command).start().waitFor());
      KeyStore loaded = KeyStore.getInstance(store.toFile(), password.toCharArray());
      Key key = loaded.getKey(name, password.toCharArray());
      return new Identity(
          pem(name + ".crt", "CERTIFICATE", loaded.getCertificate(name).getEncoded()),
          pem(name + ".key", "PRIVATE KEY", key.getEncoded()));
    }

    private Path pem(String file, String kind, byte[] bytes) throws IOException {
      String body = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(bytes);
      return Files.writeString(
          directory.resolve(file),
          "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(kind, body));
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
