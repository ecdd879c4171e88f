package io.mkube.routeros.simulator;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** One TCP connection that speaks HTTP/1.1 byte by byte, so that no HTTP library smooths it. */
final class RawSocket implements AutoCloseable {
  private final Socket socket;

  RawSocket(URI url) throws IOException {
    socket = new Socket(url.getHost(), url.getPort());
    socket.setSoTimeout(20_000);
  }

  RawReply send(String method, String path, String body) throws IOException {
    byte[] content = body.getBytes(UTF_8);
    StringBuilder head = new StringBuilder();
    head.append(method).append(' ').append(path).append(" HTTP/1.1\r\n");
    head.append("Host: router\r\nAuthorization: Basic YWRtaW46\r\n");
    if (content.length > 0) {
      head.append("Content-Type: application/json\r\n");
      head.append("Content-Length: ").append(content.length).append("\r\n");
    }
    head.append("\r\n");
    return sendBytes(head.toString().getBytes(ISO_8859_1), content);
  }

  RawReply sendBytes(byte[] head, byte[] content) throws IOException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(head);
    request.writeBytes(content);
    socket.getOutputStream().write(request.toByteArray());
    socket.getOutputStream().flush();
    return read(socket.getInputStream());
  }

  private static RawReply read(InputStream in) throws IOException {
    String status = line(in);
    if (status.isEmpty()) {
      throw new IOException("connection ended without an answer");
    }
    Map<String, String> headers = new HashMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    return new RawReply(Integer.parseInt(status.split(" ", -1)[1]), headers, in.readNBytes(length));
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int value = in.read(); value >= 0 && value != '\n'; value = in.read()) {
      if (value != '\r') {
        line.write(value);
      }
    }
    return line.toString(ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /**
   * An answer.
   *
   * @param status status code
   * @param headers headers by lower-case name
   * @param body body
   */
  record RawReply(int status, Map<String, String> headers, byte[] body) {
    String text() {
      return new String(body, UTF_8);
    }
  }
}
