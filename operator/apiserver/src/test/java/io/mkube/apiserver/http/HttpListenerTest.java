package io.mkube.apiserver.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.mkube.apiserver.overload.ServerLimits;
import io.mkube.apiserver.pki.ClusterKeys;
import io.mkube.apiserver.pki.Pki;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.OptionalInt;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpListenerTest {
  @TempDir Path directory;

  private Pki pki(String name) throws IOException, GeneralSecurityException {
    Clock clock = Clock.systemUTC();
    return Pki.open(
        directory.resolve(name), ClusterKeys.generate(clock), List.of("localhost"), clock);
  }

  private static void answer(Exchange exchange) {
    try {
      exchange.answer(200, "text/plain", "hello".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void takesNewKeysWithoutClosingConnections() throws Exception {
    ListenAddresses addresses =
        new ListenAddresses(List.of(InetAddress.getLoopbackAddress()), 0, OptionalInt.empty());
    try (HttpListener listener =
            HttpListener.open(
                addresses,
                pki("first").serverContext(),
                ServerLimits.DEFAULT,
                HttpListenerTest::answer);
        SSLSocket before = connect(listener.port())) {
      Certificate first = before.getSession().getPeerCertificates()[0];

      listener.reload(pki("second").serverContext());

      assertEquals("HTTP/1.1 200 OK", request(before));
      try (SSLSocket after = connect(listener.port())) {
        assertNotEquals(first, after.getSession().getPeerCertificates()[0]);
        assertEquals("HTTP/1.1 200 OK", request(after));
      }
    }
  }

  @Test
  void listensOnEveryAddressAtOnePort() throws Exception {
    ListenAddresses addresses =
        new ListenAddresses(
            List.of(
                InetAddress.getByAddress(new byte[] {127, 0, 0, 1}),
                InetAddress.getByAddress(new byte[] {127, 0, 0, 2})),
            0,
            OptionalInt.of(0));
    try (HttpListener listener =
            HttpListener.open(
                addresses,
                pki("a").serverContext(),
                ServerLimits.DEFAULT,
                HttpListenerTest::answer);
        SSLSocket other = connect("127.0.0.2", listener.port())) {
      assertEquals("HTTP/1.1 200 OK", request(other));
      assertNotEquals(listener.port(), listener.plainPort().orElseThrow());
    }
  }

  /** Go, curl and OkHttp offer it like this; the JDK's WebSocket client offers nothing. */
  @Test
  void speaksTheProtocolThatClientsChoose() throws Exception {
    ListenAddresses addresses =
        new ListenAddresses(List.of(InetAddress.getLoopbackAddress()), 0, OptionalInt.empty());
    try (HttpListener listener =
        HttpListener.open(
            addresses, pki("a").serverContext(), ServerLimits.DEFAULT, HttpListenerTest::answer)) {
      for (List<String> offered :
          List.of(List.of("http/1.1"), List.of("h2", "http/1.1"), List.<String>of())) {
        try (SSLSocket socket =
            (SSLSocket) trusting().getSocketFactory().createSocket("127.0.0.1", listener.port())) {
          SSLParameters parameters = socket.getSSLParameters();
          parameters.setApplicationProtocols(offered.toArray(String[]::new));
          socket.setSSLParameters(parameters);
          socket.startHandshake();

          assertEquals(
              offered.isEmpty() ? "" : offered.getFirst(), socket.getApplicationProtocol());
        }
      }
    }
  }

  @Test
  void answersUnderNamesThatItsCertificateLacks() throws Exception {
    ListenAddresses addresses =
        new ListenAddresses(List.of(InetAddress.getLoopbackAddress()), 0, OptionalInt.empty());
    try (HttpListener listener =
            HttpListener.open(
                addresses,
                pki("a").serverContext(),
                ServerLimits.DEFAULT,
                HttpListenerTest::answer);
        SSLSocket socket = connect(listener.port())) {
      assertEquals("HTTP/1.1 200 OK", request(socket, "router.example.com"));
    }
  }

  private static String request(SSLSocket socket) throws IOException {
    return request(socket, "localhost");
  }

  private static String request(SSLSocket socket, String host) throws IOException {
    socket
        .getOutputStream()
        .write(
            ("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    byte[] head = socket.getInputStream().readNBytes("HTTP/1.1 200 OK".length());
    return new String(head, StandardCharsets.US_ASCII);
  }

  private static SSLSocket connect(int port) throws Exception {
    return connect("127.0.0.1", port);
  }

  private static SSLSocket connect(String host, int port) throws Exception {
    SSLSocket socket = (SSLSocket) trusting().getSocketFactory().createSocket(host, port);
    socket.startHandshake();
    return socket;
  }

  private static SSLContext trusting() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustEveryone()}, new SecureRandom());
    return context;
  }

  private static final class TrustEveryone implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  @Test
  void hasAsManyConnectionsAsTheHeapHasRoomFor() {
    assertEquals(2048, HttpListener.connections(5000, 128L << 20));
    assertEquals(5000, HttpListener.connections(5000, 1L << 30));
    assertEquals(256, HttpListener.connections(5000, 1 << 20));
    assertEquals(4, HttpListener.connections(4, 1L << 30));
  }
}
