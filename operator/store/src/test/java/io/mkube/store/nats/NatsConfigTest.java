package io.mkube.store.nats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.store.nats.access.NatsLogin;
import io.mkube.store.nats.access.NatsTls;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NatsConfigTest {
  @Test
  void needsNoMoreThanAHost() {
    NatsConfig config = NatsConfig.parse("nats://nats.example");

    assertEquals(List.of("nats.example:4222"), config.servers());
    assertEquals(new NatsLogin.Anonymous(), config.login());
    assertEquals(NatsTls.NONE, config.tls());
    assertEquals(new NatsConfig.Bucket("mkube", 1, 0, -1, false), config.bucket());
  }

  @Test
  void readsEveryPart() {
    NatsConfig config =
        NatsConfig.parse(
            "tls://us%40er:p%2Fa:ss+w%25@a:4223,[fd00::1],10.0.0.1:1/site-1/"
                + "?replicas=3&history=5&max_bytes=1000000&tls_ca=/etc/ca.pem"
                + "&tls_cert=/etc/c.pem&tls_key=/etc/k.pem&monitor=http://a:8222&batches=yes");

    assertEquals(List.of("a:4223", "[fd00::1]:4222", "10.0.0.1:1"), config.servers());
    assertEquals(new NatsLogin.UserPassword("us@er", "p/a:ss+w%"), config.login());
    assertEquals(new NatsConfig.Bucket("site-1", 3, 5, 1_000_000, true), config.bucket());
    assertTrue(config.tls().required());
    assertEquals(Optional.of(Path.of("/etc/ca.pem")), config.tls().authority());
    assertEquals(
        Optional.of(new NatsTls.Identity(Path.of("/etc/c.pem"), Path.of("/etc/k.pem"))),
        config.tls().identity());
    assertEquals(Optional.of(URI.create("http://a:8222")), config.monitor());
    assertEquals("tls://a:4223,[fd00::1]:4222,10.0.0.1:1/site-1", config.place());
  }

  @Test
  void readsTheOtherLogins() {
    assertEquals(new NatsLogin.Token("s3cr3t"), NatsConfig.parse("nats://s3cr3t@h").login());
    assertEquals(
        new NatsLogin.CredentialsFile(Path.of("/etc/m.creds")),
        NatsConfig.parse("nats://h/b?creds=/etc/m.creds").login());
    assertEquals(
        new NatsLogin.NkeyFile(Path.of("/etc/m.nk")),
        NatsConfig.parse("nats://h/b?nkey=/etc/m.nk").login());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://h | a NATS URL begins with nats:// or tls://",
        "nats:h | a NATS URL begins with nats:// or tls://",
        "nats:// | host '' is no name or address (an IPv6 address stands in brackets)",
        "nats://a,,b | host '' is no name or address (an IPv6 address stands in brackets)",
        "nats://h:x | port of h must be a number, not 'x'",
        "nats://h:0 | port of h must be 1 to 65535, not 0",
        "nats://h:70000 | port of h must be 1 to 65535, not 70000",
        "nats://h/a.b | bucket must be letters, digits, '-' and '_', not 'a.b'",
        "nats://h/a/b | bucket must be letters, digits, '-' and '_', not 'a/b'",
        "nats://h/b?replicas=6 | replicas must be 1 to 5, not 6",
        "nats://h/b?replicas=0 | option replicas must be 1 to 2147483647, not 0",
        "nats://h/b?replicas=two | option replicas must be a number, not 'two'",
        "nats://h/b?history=65 | history must be 1 to 64, not 65",
        "nats://h/b?replica=1 | unknown option 'replica'; known are batches, creds, history,"
            + " max_bytes, monitor, nkey, replicas, tls_ca, tls_cert, tls_key",
        "nats://h/b?monitor=h:8222 | option monitor must be http://HOST:PORT",
        "nats://h/b?monitor=http://[h | option monitor must be http://HOST:PORT",
        "nats://h/b?batches=on | option batches must be yes or no",
        "nats://h/b?creds= | option creds has no value",
        "nats://h/b?history=1&history=2 | option history is given twice",
        "nats://h/b?tls_cert=/c | tls_cert and tls_key are given together",
        "nats://u:secret@h/b?creds=/c | give only one of user or token, creds and nkey",
        "nats://:secret@h | user before '@' is empty",
        "nats://u:secr%et@h | password has a '%' that begins no escape",
      })
  void namesThePartThatIsWrong(String url, String message) {
    var refused = assertThrows(IllegalArgumentException.class, () -> NatsConfig.parse(url));

    assertEquals(message, refused.getMessage());
  }

  @Test
  void keepsSecretsOutOfTexts() {
    for (String url : List.of("nats://user:secret@h/b", "nats://secret@h/b")) {
      NatsConfig config = NatsConfig.parse(url);
      assertFalse(config.toString().contains("secret"), config.toString());
      assertFalse(config.place().contains("secret"), config.place());
    }
  }
}
