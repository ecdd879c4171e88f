package io.mkube.apiserver.pki;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateCrtKey;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The server's certificate authority with the server's and the administrator's certificate, kept in
 * a directory. Thread-safe.
 */
public final class Pki {
  /** Group whose members may do everything. */
  public static final String MASTERS = "system:masters";

  private static final Duration LEAF_LIFE = Duration.ofDays(365);
  private static final Duration RENEW_BEFORE = Duration.ofDays(60);
  private static final String SUBJECT_KEY = "2.5.29.14";
  private static final String AUTHORITY_KEY = "2.5.29.35";
  private static final int SHA1_BYTES = 20;
  static final String AUTHORITY = "ca";
  private static final String SERVER = "server";
  private static final String ADMIN = "admin";

  private final PemFiles files;
  private final Set<String> names;
  private final Clock clock;
  private final Identity authority;
  private volatile Identity server;

  /** Made when somebody asks for it, because its key takes so long. Guarded by this. */
  private @Nullable Identity admin;

  private Pki(PemFiles files, Collection<String> names, Clock clock, Identity authority)
      throws IOException, GeneralSecurityException {
    this.files = files;
    this.names = new TreeSet<>(names);
    this.clock = clock;
    this.authority = authority;
    Optional<Identity> knownServer = usable(SERVER);
    this.server =
        knownServer.isPresent() && hasNames(knownServer.get().certificate())
            ? knownServer.get()
            : issueServer();
  }

  /**
   * Reads the server's certificate of a directory, and makes it anew if it is missing, ends soon,
   * is signed by another authority or is for other names.
   *
   * @param directory where the files are; created if absent
   * @param keys keys of the cluster
   * @param names host names and addresses of the server
   * @param clock the time
   * @throws IOException if a file cannot be used; the message names it
   */
  public static Pki open(Path directory, ClusterKeys keys, Collection<String> names, Clock clock)
      throws IOException {
    PemFiles files = new PemFiles(directory);
    try {
      if (!files.hasKey(AUTHORITY)) {
        files.publish(AUTHORITY, keys.authority());
      }
      return new Pki(files, names, clock, keys.authority());
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

  /**
   * The administrator's certificate and key. Those of the directory, unless they are missing, end
   * soon, are signed by another authority or cannot be read by every client; then new ones.
   *
   * @throws IOException if a file cannot be used; the message names it
   */
  public synchronized PemIdentity admin() throws IOException {
    try {
      Identity known = admin;
      if (known == null) {
        Optional<Identity> found = usable(ADMIN).filter(Pki::readableByAll);
        known = found.isPresent() ? found.get() : issueAdmin();
        admin = known;
      }
      return new PemIdentity(
          PemFiles.certificatePem(known.certificate()),
          PemFiles.keyPem((RSAPrivateCrtKey) known.key()));
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot make the administrator's certificate: " + e.getMessage(), e);
    }
  }

  /** The first versions made keys of a curve. */
  private static boolean readableByAll(Identity identity) {
    return identity.key() instanceof RSAPrivateCrtKey;
  }

  /**
   * Signs a client certificate for whoever sent a request.
   *
   * @param life how long it holds; not longer than a year
   * @return the certificate as PEM
   * @throws GeneralSecurityException if the request's key cannot be certified
   */
  public byte[] signClient(SigningRequest request, Duration life) throws GeneralSecurityException {
    Duration shorter = life.compareTo(LEAF_LIFE) < 0 ? life : LEAF_LIFE;
    return PemFiles.certificatePem(
        CertificateIssuer.client(authority, request, PossibleTime.now(clock).plus(shorter)));
  }

  /** TLS between this API server and the nodes. */
  public NodeTls nodes() {
    return new NodeTls(authority, clock);
  }

  /**
   * Replaces certificates that end soon.
   *
   * @return whether any was replaced
   */
  public synchronized boolean renew() throws IOException {
    try {
      boolean serverEnds = endsSoon(server.certificate());
      boolean adminEnds = admin != null && endsSoon(admin.certificate());
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

  private Identity issueServer() throws IOException, GeneralSecurityException {
    return save(
        SERVER,
        CertificateIssuer.server(authority, names, PossibleTime.now(clock).plus(LEAF_LIFE)));
  }

  private Identity issueAdmin() throws IOException, GeneralSecurityException {
    return save(
        ADMIN,
        CertificateIssuer.client(
            authority,
            CertificateIssuer.rsaKeys(),
            "mkube-admin",
            List.of(MASTERS),
            PossibleTime.now(clock).plus(LEAF_LIFE)));
  }

  private Identity save(String name, Identity identity) throws IOException {
    files.write(name, identity);
    return identity;
  }

  private Optional<Identity> usable(String name) throws IOException {
    return files
        .read(name)
        .filter(identity -> !endsSoon(identity.certificate()))
        .filter(identity -> signedByAuthority(identity.certificate()))
        .filter(identity -> !isNamedAsIssuer(identity.certificate()));
  }

  /** Clients with OpenSSL refuse such a certificate; the first versions made them. */
  private static boolean isNamedAsIssuer(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
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
    return certificate
        .getNotAfter()
        .toInstant()
        .isBefore(PossibleTime.now(clock).plus(RENEW_BEFORE));
  }

  /** A name that is no longer wanted is as wrong as one that is missing. */
  private boolean hasNames(X509Certificate certificate) {
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives == null) {
        return false;
      }
      Set<String> present = new HashSet<>();
      alternatives.forEach(alternative -> present.add(normal(alternative.get(1).toString())));
      return names.stream().map(Pki::normal).collect(Collectors.toSet()).equals(present);
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
      return InetAddress.getByName(name).getHostAddress();
    } catch (UnknownHostException e) {
      return name;
    }
  }
}
