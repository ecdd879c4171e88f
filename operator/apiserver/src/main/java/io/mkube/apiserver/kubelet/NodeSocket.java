package io.mkube.apiserver.kubelet;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * A connection to a node that is to leave HTTP. Written by hand, because HTTP clients keep their
 * connections to themselves.
 */
final class NodeSocket implements AutoCloseable {
  private static final int CONNECT_MILLIS = 10_000;

  /**
   * Longest wait for the node's answer; afterwards the stream may be silent for as long as it
   * likes.
   */
  private static final int ANSWER_MILLIS = 60_000;

  private static final int HEAD_LIMIT = 64 << 10;
  private static final int BODY_LIMIT = 64 << 10;

  private final SSLSocket socket;
  private final InputStream input;

  private NodeSocket(SSLSocket socket) throws IOException {
    this.socket = socket;
    this.input = new BufferedInputStream(socket.getInputStream(), 32 << 10);
  }

  /**
   * Connects and shows the API server's certificate.
   *
   * @throws IOException if the node is not reached or is somebody else
   */
  static NodeSocket connect(NodeAddress address, SSLContext tls) throws IOException {
    Socket plain = new Socket();
    try {
      plain.setTcpNoDelay(true);
      plain.connect(new InetSocketAddress(address.host(), address.port()), CONNECT_MILLIS);
      plain.setSoTimeout(ANSWER_MILLIS);
      SSLSocket secure =
          (SSLSocket)
              tls.getSocketFactory().createSocket(plain, address.host(), address.port(), true);
      SSLParameters parameters = secure.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secure.setSSLParameters(parameters);
      secure.startHandshake();
      return new NodeSocket(secure);
    } catch (IOException | RuntimeException e) {
      plain.close();
      throw e;
    }
  }

  /** Sends a request without a body and reads the answer up to the end of its headers. */
  NodeAnswer ask(String method, String target, List<Map.Entry<String, String>> headers)
      throws IOException {
    StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
    headers.forEach(
        header ->
            head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n"));
    OutputStream out = socket.getOutputStream();
    out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
    NodeAnswer answer = NodeAnswer.parse(head());
    if (answer.status() == NodeAnswer.SWITCHING) {
      socket.setSoTimeout(0);
    }
    return answer;
  }

  private List<String> head() throws IOException {
    List<String> lines = new ArrayList<>();
    int length = 0;
    while (length < HEAD_LIMIT) {
      String line = line();
      if (line.isEmpty()) {
        return lines;
      }
      lines.add(line);
      length += line.length();
    }
    throw new IOException("the headers of the node's answer are too long");
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    while (line.length() < HEAD_LIMIT) {
      int b = input.read();
      if (b < 0) {
        throw new EOFException("the node closed the connection within its answer");
      }
      if (b == '\n') {
        return line.toString();
      }
      if (b != '\r') {
        line.append((char) b);
      }
    }
    throw new IOException("a line of the node's answer is too long");
  }

  /** The text of an answer that refuses. */
  String text(NodeAnswer answer) throws IOException {
    byte[] body =
        answer.header("Transfer-Encoding").equalsIgnoreCase("chunked")
            ? chunks()
            : input.readNBytes(answer.length(BODY_LIMIT));
    return new String(body, StandardCharsets.UTF_8).strip();
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (body.size() < BODY_LIMIT) {
      String size = line();
      int end = size.indexOf(';');
      int bytes = NodeAnswer.number(end < 0 ? size : size.substring(0, end), 16);
      if (bytes == 0) {
        break;
      }
      body.write(input.readNBytes(Math.min(bytes, BODY_LIMIT)));
      line();
    }
    return body.toByteArray();
  }

  InputStream input() {
    return input;
  }

  OutputStream output() throws IOException {
    return socket.getOutputStream();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("a connection to a node did not close", e);
    }
  }
}
