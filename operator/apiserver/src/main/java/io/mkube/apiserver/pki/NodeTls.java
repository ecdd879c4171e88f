package io.mkube.apiserver.pki;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * TLS between the API server and the nodes: both sides show a certificate of the same authority.
 * The keys live in memory only, as long as the process.
 */
public final class NodeTls {
  /** Name by which nodes know the API server; they let nobody else in. */
  public static final String API_SERVER = "kube-apiserver-kubelet-client";

  private static final Duration LIFE = Duration.ofDays(10 * 365L);
  private static final char[] NO_PASSWORD = new char[0];

  private final Identity authority;
  private final Clock clock;

  NodeTls(Identity authority, Clock clock) {
    this.authority = authority;
    this.clock = clock;
  }

  /**
   * For the API server as a client of nodes that show a certificate of the cluster's authority or
   * this one.
   *
   * @param fingerprint SHA-256 of the certificate in hexadecimal digits; {@code ""} for none
   */
  public SSLContext client(String fingerprint) {
    TrustManager[] signed = trust(authority.certificate());
    return client(
        fingerprint.isEmpty()
            ? signed
            : new TrustManager[] {
              new PinnedNodeTrustManager(fingerprint, (X509ExtendedTrustManager) signed[0])
            });
  }

  /** The same for a node whose certificate nobody checks. */
  public SSLContext trustingClient() {
    return client(new TrustManager[] {new AnyNodeTrustManager()});
  }

  private SSLContext client(TrustManager[] trust) {
    try {
      return context(
          CertificateIssuer.client(
              authority, CertificateIssuer.keys(), API_SERVER, List.of("system:masters"), end()),
          authority.certificate(),
          trust);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("no TLS towards nodes", e);
    }
  }

  /**
   * For a node.
   *
   * @param names host names and addresses under which the API server reaches it
   */
  public SSLContext server(Set<String> names) {
    try {
      return context(
          CertificateIssuer.server(authority, names, end()),
          authority.certificate(),
          trust(authority.certificate()));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("no TLS for a node", e);
    }
  }

  private Instant end() {
    return clock.instant().plus(LIFE);
  }

  static SSLContext context(Identity identity, X509Certificate issuer, TrustManager[] trust)
      throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry(
        "own", identity.key(), NO_PASSWORD, new Certificate[] {identity.certificate(), issuer});
    KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
    own.init(keys, NO_PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trust, null);
    return context;
  }

  static TrustManager[] trust(X509Certificate authority) {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("authority", authority);
      TrustManagerFactory others = TrustManagerFactory.getInstance("PKIX");
      others.init(trusted);
      return others.getTrustManagers();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("TLS is not available", e);
    }
  }
}
