package io.mkube.store.nats;

import static java.nio.charset.StandardCharsets.US_ASCII;

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

/** Keys and certificates by which clients and servers of NATS know each other. */
public final class NatsIdentities {
  private static final String PASSWORD = "changeit";

  private NatsIdentities() {}

  /**
   * A certificate that has signed itself.
   *
   * @param certificate PEM file
   * @param key PEM file of its key
   */
  public record Identity(Path certificate, Path key) {}

  /**
   * A server that trusts an operator, and users of it.
   *
   * @param settings for the configuration file of the server
   * @param user credentials file of a user
   * @param stranger credentials file of a user whose account the server does not know
   */
  public record Operator(String settings, Path user, Path stranger) {}

  /**
   * A user that is known by a key.
   *
   * @param seed file with the seed
   * @param publicKey what the server knows
   */
  public record Nkey(Path seed, String publicKey) {}

  /** Makes a user's key. */
  public static Nkey nkey(Path directory) throws Exception {
    NKey user = NKey.createUser(null);
    Path seed = Files.writeString(directory.resolve("user.nk"), new String(user.getSeed()) + "\n");
    return new Nkey(seed, new String(user.getPublicKey()));
  }

  /** Makes an operator, two accounts, and users. */
  public static Operator operator(Path directory) throws Exception {
    NKey operator = NKey.createOperator(null);
    NKey account = NKey.createAccount(null);
    NKey system = NKey.createAccount(null);
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
    return new Operator(
        settings,
        credentials(directory.resolve("user.creds"), account),
        credentials(directory.resolve("stranger.creds"), NKey.createAccount(null)));
  }

  private static Path credentials(Path file, NKey account) throws Exception {
    NKey user = NKey.createUser(null);
    String jwt =
        JwtUtils.issueUserJWT(
            account, new String(account.getPublicKey()), new String(user.getPublicKey()));
    return Files.writeString(
        file,
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

  /**
   * Makes a certificate.
   *
   * @param extension as keytool takes it, such as {@code san=ip:127.0.0.1}
   */
  public static Identity tls(Path directory, String name, String extension) throws Exception {
    Path store = directory.resolve(name + ".p12");
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
            PASSWORD);
    int code = new ProcessBuilder(command).start().waitFor();
    if (code != 0) {
      throw new IOException("keytool ended with " + code);
    }
    KeyStore loaded = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    Key key = loaded.getKey(name, PASSWORD.toCharArray());
    return new Identity(
        pem(
            directory.resolve(name + ".crt"),
            "CERTIFICATE",
            loaded.getCertificate(name).getEncoded()),
        pem(directory.resolve(name + ".key"), "PRIVATE KEY", key.getEncoded()));
  }

  private static Path pem(Path file, String kind, byte[] bytes) throws IOException {
    String body = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(bytes);
    return Files.writeString(
        file, "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(kind, body));
  }
}
