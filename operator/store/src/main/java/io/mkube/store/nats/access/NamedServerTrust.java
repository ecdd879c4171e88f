package io.mkube.store.nats.access;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trusts a server whose certificate is for the host that was asked for. The client of NATS asks
 * only whether it is signed: any server with any certificate of a known authority would do.
 */
final class NamedServerTrust extends X509ExtendedTrustManager {
  private static final String BY_NAME = "HTTPS";

  private final X509ExtendedTrustManager signed;

  /**
   * A trust in servers.
   *
   * @param signed decides about signatures and, where it is told to, about names
   */
  NamedServerTrust(X509ExtendedTrustManager signed) {
    this.signed = signed;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable Socket socket)
      throws CertificateException {
    if (!(socket instanceof SSLSocket secured)) {
      throw new CertificateException("it is not known which server this is");
    }
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm(BY_NAME);
    secured.setSSLParameters(parameters);
    signed.checkServerTrusted(chain, type, secured);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm(BY_NAME);
    engine.setSSLParameters(parameters);
    signed.checkServerTrusted(chain, type, engine);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("it is not known which server this is");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    signed.checkClientTrusted(chain, type, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    signed.checkClientTrusted(chain, type, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    signed.checkClientTrusted(chain, type);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return signed.getAcceptedIssuers();
  }
}
