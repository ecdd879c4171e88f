package io.mkube.apiserver.pki;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.Json;
import io.mkube.store.ObjectStore;
import io.mkube.store.StoreException;
import io.mkube.store.memory.MemoryObjectStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateCrtKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PkiTest {
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
  private static final List<String> NAMES = List.of("localhost", "127.0.0.1", "::1", "fd00::7");
  private ObjectStore store = new MemoryObjectStore();
  @TempDir Path directory;

  private Pki open(Instant now) throws IOException {
    return open(directory, NAMES, Clock.fixed(now, ZoneOffset.UTC));
  }

  private Pki open(Path place, List<String> names, Clock clock) throws IOException {
    try {
      Pki pki = Pki.open(place, keys(place, clock), names, clock);
      pki.admin();
      return pki;
    } catch (StoreException e) {
      throw new IllegalStateException(e);
    }
  }

  private ClusterKeys keys(Path place, Clock clock) throws IOException, StoreException {
    Optional<ObjectNode> stored =
        store.snapshot().objects().stream().map(each -> Json.read(each.value())).findFirst();
    return ClusterKeys.open(store, stored, place, clock);
  }

  private X509Certificate certificate(String name) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(Files.readAllBytes(directory.resolve(name + ".crt"))));
  }

  @Test
  void keepsItsKeysAcrossStarts() throws Exception {
    byte[] first = open(NOW).admin().key();
    X509Certificate server = certificate("server");

    assertArrayEquals(first, open(NOW.plus(Duration.ofDays(30))).admin().key());
    assertEquals(server, certificate("server"));
  }

  @Test
  void namesNoCertificateAsItsIssuer() throws Exception {
    Pki pki = open(NOW);
    for (String name : List.of("server", "admin")) {
      X509Certificate leaf = certificate(name);
      assertEquals(pki.authority().getSubjectX500Principal(), leaf.getIssuerX500Principal());
      assertNotEquals(leaf.getIssuerX500Principal(), leaf.getSubjectX500Principal());
    }
  }

  @Test
  void makesTheServersCertificateAnewWhenItIsNamedAsItsIssuer() throws Exception {
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    Identity authority = keys(directory, clock).authority();
    String user = authority.certificate().getSubjectX500Principal().getName().substring(3);
    Identity old =
        CertificateIssuer.client(
            authority, CertificateIssuer.keys(), user, List.of(), NOW.plus(Duration.ofDays(300)));
    new PemFiles(directory).write("server", old);

    open(NOW);

    assertNotEquals(old.certificate(), certificate("server"));
  }

  @Test
  void writesTheKeyOfClientsAsKubeadmDoes() throws Exception {
    PemIdentity admin = open(NOW).admin();
    String[] lines = new String(admin.key(), StandardCharsets.US_ASCII).split("\n");
    assertEquals("-----BEGIN RSA PRIVATE KEY-----", lines[0]);
    byte[] key =
        Base64.getDecoder().decode(String.join("", Arrays.copyOfRange(lines, 1, lines.length - 1)));
    RSAPrivateCrtKey kept =
        (RSAPrivateCrtKey) new PemFiles(directory).read("admin").orElseThrow().key();

    // PKCS #8 (RFC 5208) is a version and an algorithm before the same bytes as octets.
    byte[] pkcs8 = kept.getEncoded();
    assertArrayEquals(key, Arrays.copyOfRange(pkcs8, pkcs8.length - key.length, pkcs8.length));
    assertEquals(2048, kept.getModulus().bitLength());
    assertFalse(admin.toString().contains("BEGIN"));
  }

  @Test
  void replacesAnAdministratorsKeyThatNotEveryClientReads() throws Exception {
    Identity authority = keys(directory, clock()).authority();
    Identity old =
        CertificateIssuer.client(
            authority,
            CertificateIssuer.keys(),
            "mkube-admin",
            List.of(Pki.MASTERS),
            NOW.plus(Duration.ofDays(300)));
    new PemFiles(directory).write("admin", old);

    byte[] made = open(NOW).admin().certificate();

    assertFalse(Arrays.equals(PemFiles.certificatePem(old.certificate()), made));
    assertArrayEquals(made, open(NOW).admin().certificate());
  }

  @Test
  void isUsableByADeviceThatBootsIn1970() throws Exception {
    open(NOW);

    for (String name : List.of("ca", "server", "admin")) {
      certificate(name).checkValidity(Date.from(Instant.parse("1970-01-01T00:00:09Z")));
    }
  }

  @Test
  void lastsWhenItWasMadeByADeviceWithAWrongClock() throws Exception {
    open(Instant.parse("1970-01-05T00:00:00Z"));

    certificate("ca").checkValidity(Date.from(NOW));
    certificate("server").checkValidity(Date.from(NOW));
  }

  @Test
  void renewsCertificatesBeforeTheyEnd() throws Exception {
    open(NOW);
    X509Certificate server = certificate("server");
    X509Certificate authority = certificate("ca");
    Instant later = NOW.plus(Duration.ofDays(320));

    Pki pki = open(later);

    assertNotEquals(server, certificate("server"));
    assertEquals(authority, certificate("ca"));
    assertFalse(pki.renew());
    certificate("server").checkValidity(Date.from(later.plus(Duration.ofDays(300))));
  }

  @Test
  void renewsWhileItRuns() throws Exception {
    MovingClock clock = new MovingClock();
    Pki pki = open(directory, NAMES, clock);
    byte[] admin = pki.admin().certificate();

    clock.now = NOW.plus(Duration.ofDays(320));

    assertTrue(pki.renew());
    assertFalse(Arrays.equals(admin, pki.admin().certificate()));
  }

  @Test
  void makesANewServerCertificateForANewName() throws Exception {
    open(NOW);
    X509Certificate server = certificate("server");

    open(directory, List.of("localhost", "router.lan"), Clock.fixed(NOW, ZoneOffset.UTC));

    assertNotEquals(server, certificate("server"));
    assertTrue(
        certificate("server").getSubjectAlternativeNames().toString().contains("router.lan"));
  }

  @Test
  void letsOnlyItsOwnerReadTheKeys() throws Exception {
    open(NOW);

    for (String file : List.of("server.key", "admin.key")) {
      assertEquals(
          "rw-------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(file))));
    }
  }

  @Test
  void namesTheFileThatItCannotUse() throws Exception {
    open(NOW);
    Files.writeString(directory.resolve("server.key"), "not a key");

    IOException failure = assertThrows(IOException.class, () -> open(NOW));

    assertTrue(String.valueOf(failure.getMessage()).contains("server.key"), failure.getMessage());
  }

  @Test
  void dropsANameThatIsNoLongerWanted() throws Exception {
    open(directory, List.of("localhost", "router.lan"), Clock.fixed(NOW, ZoneOffset.UTC));
    open(NOW);

    assertFalse(
        certificate("server").getSubjectAlternativeNames().toString().contains("router.lan"));
  }

  @Test
  void keepsTheAuthoritysKeyInTheStoreAlone() throws Exception {
    open(NOW);

    assertFalse(Files.exists(directory.resolve("ca.key")));
    assertTrue(Files.exists(directory.resolve("ca.crt")));
  }

  @Test
  void takesOverTheAuthorityOfAnEarlierVersion() throws Exception {
    Identity earlier = CertificateIssuer.authority("mkube", NOW.plus(Duration.ofDays(3650)));
    new PemFiles(directory).write("ca", earlier);

    Pki first = open(NOW);

    assertEquals(earlier.certificate(), first.authority());
    assertFalse(Files.exists(directory.resolve("ca.key")));
    assertEquals(earlier.certificate(), open(directory.resolve("b"), NAMES, clock()).authority());
  }

  @Test
  void leavesAnAuthorityAloneThatIsNotTheStores() throws Exception {
    open(directory.resolve("first"), NAMES, clock());
    Identity foreign = CertificateIssuer.authority("mkube", NOW.plus(Duration.ofDays(3650)));
    new PemFiles(directory).write("ca", foreign);

    Pki second = open(NOW);

    assertNotEquals(foreign.certificate(), second.authority());
    assertEquals(foreign.certificate(), certificate("ca"));
    assertTrue(Files.exists(directory.resolve("ca.key")));
  }

  @Test
  void renewsWhenTheClockJumpsForwardAndKeepsWhenItJumpsBack() throws Exception {
    MovingClock clock = new MovingClock();
    clock.now = Instant.parse("1970-01-01T00:00:03Z");
    Pki pki = open(directory, NAMES, clock);
    ClientCertificates clients = new ClientCertificates(pki.authority(), clock);
    assertTrue(clients.subject(List.of(certificate("admin"))).isPresent());

    clock.now = NOW.plus(Duration.ofDays(800));
    assertTrue(clients.subject(List.of(certificate("admin"))).isEmpty());
    assertTrue(pki.renew());
    assertTrue(clients.subject(List.of(certificate("admin"))).isPresent());

    clock.now = Instant.parse("1970-01-01T00:00:03Z");
    assertFalse(pki.renew());
    assertTrue(clients.subject(List.of(certificate("admin"))).isPresent());
  }

  private static Clock clock() {
    return Clock.fixed(NOW, ZoneOffset.UTC);
  }

  @Test
  void knowsTheClientsThatItSigned() throws Exception {
    open(NOW);
    X509Certificate admin = certificate("admin");
    X509Certificate server = certificate("server");
    ClientCertificates certificates =
        new ClientCertificates(certificate("ca"), Clock.fixed(NOW, ZoneOffset.UTC));
    store = new MemoryObjectStore();
    Pki other = open(directory.resolve("other"), NAMES, Clock.fixed(NOW, ZoneOffset.UTC));

    assertEquals(
        new ClientCertificates.Subject(
            "mkube-admin",
            List.of("system:masters"),
            "X509SHA256="
                + HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(admin.getEncoded()))),
        certificates.subject(List.of(admin)).orElseThrow());
    assertTrue(certificates.subject(List.of()).isEmpty());
    assertTrue(certificates.subject(List.of(server)).isEmpty());
    assertTrue(
        new ClientCertificates(other.authority(), Clock.fixed(NOW, ZoneOffset.UTC))
            .subject(List.of(admin))
            .isEmpty());
    assertTrue(
        new ClientCertificates(
                certificate("ca"), Clock.fixed(NOW.plus(Duration.ofDays(3650)), ZoneOffset.UTC))
            .subject(List.of(admin))
            .isEmpty());
  }

  private static final class MovingClock extends Clock {
    private Instant now = NOW;

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
