package io.mkube.apiserver.pki;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * TLS of a node in a process of its own: the key is made here and never leaves, and the Node names
 * the certificate. Callers show a certificate of the cluster's authority.
 *
 * @param context keys and trust
 * @param fingerprint SHA-256 of the certificate in hexadecimal digits
 */
public record OwnNodeTls(SSLContext context, String fingerprint) {
  private static final Duration LIFE = Duration.ofDays(10 * 365L);

  /**
   * Makes a key and a certificate.
   *
   * @param names host names and addresses under which the API server reaches the node
   * @param authorityPem certificate of the authority of callers
   * @throws IOException if that is no certificate
   */
  public static OwnNodeTls generate(Set<String> names, byte[] authorityPem, Clock clock)
      throws IOException {
    try {
      X509Certificate callers =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(authorityPem));
      var end = PossibleTime.now(clock).plus(LIFE);
      Identity issuer = CertificateIssuer.authority("mkube-node", end);
      Identity node = CertificateIssuer.server(issuer, names, end);
      return new OwnNodeTls(
          NodeTls.context(node, issuer.certificate(), NodeTls.trust(callers)),
          PinnedNodeTrustManager.fingerprint(node.certificate()));
    } catch (GeneralSecurityException e) {
      throw new IOException("no TLS for a node: " + e.getMessage(), e);
    }
  }
}
