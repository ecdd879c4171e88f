package io.mkube.apiserver.pki;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/**
 * A certificate and its private key.
 *
 * @param certificate the certificate
 * @param key the key; never printed
 */
record Identity(X509Certificate certificate, PrivateKey key) {
  @Override
  public String toString() {
    return certificate.getSubjectX500Principal().getName();
  }
}
