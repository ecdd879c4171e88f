package io.mkube.apiserver.pki;

/**
 * A certificate and its private key for a kubeconfig.
 *
 * @param certificate the certificate as PEM
 * @param key the key as PEM; never printed
 */
public record PemIdentity(byte[] certificate, byte[] key) {
  @Override
  public String toString() {
    return "a certificate and its key";
  }
}
