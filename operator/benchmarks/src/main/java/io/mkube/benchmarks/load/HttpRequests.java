package io.mkube.benchmarks.load;

import java.nio.charset.StandardCharsets;

/**
 * Requests made before the clock runs.
 *
 * @param port port of the server
 * @param token bearer token, {@code ""} for none
 */
public record HttpRequests(int port, String token) {
  /** A request with a body. */
  public byte[] with(String method, String path, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        head(method, path)
            + "Content-Type: application/json\r\nContent-Length: "
            + bytes.length
            + "\r\n\r\n";
    return join(head.getBytes(StandardCharsets.US_ASCII), bytes);
  }

  /** A request without a body. */
  public byte[] of(String method, String path) {
    return (head(method, path) + "\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  private String head(String method, String path) {
    String credentials = token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n";
    return method
        + " "
        + path
        + " HTTP/1.1\r\nHost: 127.0.0.1:"
        + port
        + "\r\nAccept: application/json\r\n"
        + credentials;
  }

  private static byte[] join(byte[] head, byte[] body) {
    byte[] request = new byte[head.length + body.length];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    return request;
  }
}
