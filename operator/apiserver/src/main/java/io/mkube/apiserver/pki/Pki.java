package io.mkube.apiserver.pki;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * The server's certificate authority with the server's and the administrator's certificate, kept in
 * a directory. Thread-safe.
 */
public final class Pki {
  /** Group whose members may do everything. */
  public static final String MASTERS = "system:masters";

  private static final Duration LEAF_LIFE = Duration.ofDays(365);
  private static final Duration RENEW_BEFORE = Duration.ofDays(60);
  private static final Duration AUTHORITY_LIFE = Duration.ofDays(30 * 365L);

  /** No clock before this is right: certificates made while it is wrong still last. */
  private static final Instant EARLIEST_NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static final String SUBJECT_KEY = "2.5.29.14";
  private static final String AUTHORITY_KEY = "2.5.29.35";
  private static final int SHA1_BYTES = 20;
  private static final String AUTHORITY = "ca";
  private static final String SERVER = "server";
  private static final String ADMIN = "admin";

  private final PemFiles files;
  private final Set<String> names;
  private final Clock clock;
  private final Identity authority;
  private volatile Identity server;
  private volatile Identity admin;

  private Pki(PemFiles files, Collection<String> names, Clock clock, Identity authority)
      throws IOException, GeneralSecurityException {
    this.files = files;
    this.names = new TreeSet<>(names);
    this.clock = clock;
    this.authority = authority;
    Optional<Identity> knownServer = usable(SERVER);
    this.server =
        knownServer.isPresent() && coversNames(knownServer.get().certificate())
            ? knownServer.get()
            : issueServer();
    Optional<Identity> knownAdmin = usable(ADMIN);
    this.admin = knownAdmin.isPresent() ? knownAdmin.get() : issueAdmin();
  }

  /**
   * Reads the keys of a directory, makes the missing ones and replaces certificates that end soon
   * or lack a name.
   *
   * @param directory where the files are; created if absent
   * @param names host names and addresses of the server
   * @param clock the time
   * @throws IOException if a file cannot be used; the message names it
   */
  public static Pki open(Path directory, Collection<String> names, Clock clock) throws IOException {
    PemFiles files = new PemFiles(directory);
    try {
      Optional<Identity> known = files.read(AUTHORITY);
      Identity authority = known.isPresent() ? known.get() : newAuthority(clock);
      if (known.isEmpty()) {
        files.write(AUTHORITY, authority);
      }
      return new Pki(files, names, clock, authority);
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot make certificates in " + directory + ": " + e.getMessage(), e);
    }
  }

  /** The certificate that signs all others. */
  public X509Certificate authority() {
    return authority.certificate();
  }

  /** The signing certificate as PEM. */
  public byte[] authorityPem() {
    return PemFiles.certificatePem(authority.certificate());
  }

  /** The administrator's certificate as PEM. */
  public byte[] adminCertificatePem() {
    return PemFiles.certificatePem(admin.certificate());
  }

  /** The administrator's private key as PEM, in the form of SEC 1. */
  public byte[] adminKeyPem() {
    return PemFiles.sec1Pem(admin.key());
  }

  /**
   * Replaces certificates that end soon.
   *
   * @return whether any was replaced
   */
  public synchronized boolean renew() throws IOException {
    try {
      boolean serverEnds = endsSoon(server.certificate());
      boolean adminEnds = endsSoon(admin.certificate());
      if (serverEnds) {
        server = issueServer();
      }
      if (adminEnds) {
        admin = issueAdmin();
      }
      return serverEnds || adminEnds;
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot renew certificates: " + e.getMessage(), e);
    }
  }

  /** TLS with the server's present certificate, asking clients for theirs. */
  public SSLContext serverContext() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          new KeyManager[] {new ServerKeyManager(server, authority.certificate())},
          new TrustManager[] {new ProofOfKeyTrustManager(authority.certificate())},
          null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("TLS is not available", e);
    }
  }

  private static Identity newAuthority(Clock clock) throws GeneralSecurityException {
    return CertificateIssuer.authority("mkube", now(clock).plus(AUTHORITY_LIFE));
  }

  private Identity issueServer() throws IOException, GeneralSecurityException {
    return save(SERVER, CertificateIssuer.server(authority, names, now(clock).plus(LEAF_LIFE)));
  }

  private Identity issueAdmin() throws IOException, GeneralSecurityException {
    return save(
        ADMIN,
        CertificateIssuer.client(
            authority, "mkube-admin", List.of(MASTERS), now(clock).plus(LEAF_LIFE)));
  }

  private Identity save(String name, Identity identity) throws IOException {
    files.write(name, identity);
    return identity;
  }

  private Optional<Identity> usable(String name) throws IOException {
    return files
        .read(name)
        .filter(identity -> !endsSoon(identity.certificate()))
        .filter(identity -> signedByAuthority(identity.certificate()));
  }

  /**
   * Compares key identifiers instead of checking the signature: that would cost a cold JVM a tenth
   * of a second, and these files are our own.
   */
  private boolean signedByAuthority(X509Certificate certificate) {
    byte[] own = authority.certificate().getExtensionValue(SUBJECT_KEY);
    byte[] issuer = certificate.getExtensionValue(AUTHORITY_KEY);
    return own != null
        && issuer != null
        && Arrays.equals(
            own,
            own.length - SHA1_BYTES,
            own.length,
            issuer,
            issuer.length - SHA1_BYTES,
            issuer.length);
  }

  private boolean endsSoon(X509Certificate certificate) {
    return certificate.getNotAfter().toInstant().isBefore(now(clock).plus(RENEW_BEFORE));
  }

  private boolean coversNames(X509Certificate certificate) {
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives == null) {
        return false;
      }
      Set<String> covered = new HashSet<>();
      alternatives.forEach(alternative -> covered.add(normal(alternative.get(1).toString())));
      return names.stream().map(Pki::normal).allMatch(covered::contains);
    } catch (CertificateParsingException e) {
      return false;
    }
  }

  /** IPv6 addresses are written in several ways; certificates keep none of them. */
  private static String normal(String name) {
    if (name.indexOf(':') < 0) {
      return name;
    }
    try {
      return java.net.InetAddress.getByName(name).getHostAddress();
    } catch (java.net.UnknownHostException e) {
      return name;
    }
  }

  private static Instant now(Clock clock) {
    Instant now = clock.instant();
    return now.isBefore(EARLIEST_NOW) ? EARLIEST_NOW : now;
  }
}
