package io.mkube.routeros.http;

import io.mkube.routeros.TlsTrust;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;

/** Makes a connection believe the certificates that a {@link TlsTrust} names. */
final class Tls {
  private Tls() {}

  /**
   * Applies the trust.
   *
   * @throws IllegalArgumentException if the file of a pin has no readable certificate
   */
  static void apply(TlsTrust trust, OkHttpClient.Builder builder) {
    switch (trust) {
      case TlsTrust.PublicAuthorities ignored -> {}
      case TlsTrust.Pinned pinned -> pin(read(pinned.pemFile()), builder);
      case TlsTrust.Anything ignored -> {
        use(new Believer(), builder);
        builder.hostnameVerifier((host, session) -> true);
      }
    }
  }

  private static void pin(List<Certificate> certificates, OkHttpClient.Builder builder) {
    try {
      KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
      anchors.load(null, null);
      for (int i = 0; i < certificates.size(); i++) {
        anchors.setCertificateEntry("pin" + i, certificates.get(i));
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(anchors);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509TrustManager x509) {
          use(x509, builder);
        }
      }
      HostnameVerifier byName = new OkHttpClient().hostnameVerifier();
      builder.hostnameVerifier(
          (host, session) -> isOneOf(certificates, session) || byName.verify(host, session));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the Java runtime cannot hold the pinned certificates", e);
    }
  }

  private static boolean isOneOf(List<Certificate> certificates, SSLSession session) {
    try {
      return certificates.contains(session.getPeerCertificates()[0]);
    } catch (SSLPeerUnverifiedException e) {
      return false;
    }
  }

  private static List<Certificate> read(Path pemFile) {
    try (InputStream in = Files.newInputStream(pemFile)) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (found.isEmpty()) {
        throw new IllegalArgumentException("pinned certificate " + pemFile + ": file is empty");
      }
      return List.copyOf(found);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "pinned certificate " + pemFile + ": not a readable PEM file: " + e.getMessage(), e);
    }
  }

  private static void use(X509TrustManager manager, OkHttpClient.Builder builder) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {manager}, null);
      builder.sslSocketFactory(context.getSocketFactory(), manager);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the Java runtime has no TLS", e);
    }
  }
}
