package io.mkube.routeros.http;

import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;

/** Believes every certificate; used only when {@code TlsTrust.Anything} was asked for by name. */
final class Believer implements X509TrustManager {
  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType) {}

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType) {}

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
