package io.mkube.apiserver.kubelet;

import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The beginning of a node's answer.
 *
 * @param status the code
 * @param headers the headers in their order
 */
record NodeAnswer(int status, List<Map.Entry<String, String>> headers) {
  static final int SWITCHING = 101;

  NodeAnswer {
    headers = List.copyOf(headers);
  }

  /**
   * Reads the lines in front of the body.
   *
   * @throws IOException if they are not HTTP
   */
  static NodeAnswer parse(List<String> lines) throws IOException {
    if (lines.isEmpty() || !lines.getFirst().matches("HTTP/1\\.[01] \\d{3}( .*)?")) {
      throw new IOException("the node does not speak HTTP/1.1");
    }
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(':');
      if (colon <= 0) {
        throw new IOException("the node sent a malformed header");
      }
      headers.add(Map.entry(line.substring(0, colon), line.substring(colon + 1).strip()));
    }
    return new NodeAnswer(Integer.parseInt(lines.getFirst().substring(9, 12)), headers);
  }

  /** First value of a header, {@code ""} if absent. */
  String header(String name) {
    return headers.stream()
        .filter(header -> header.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }

  /** Length of the body, but not more than a limit; the limit if it ends with the connection. */
  int length(int limit) throws IOException {
    String length = header("Content-Length");
    return length.isEmpty() ? limit : Math.min(limit, number(length, 10));
  }

  static int number(String digits, int radix) throws IOException {
    try {
      return Integer.parseUnsignedInt(digits.strip(), radix) & Integer.MAX_VALUE;
    } catch (NumberFormatException e) {
      throw new IOException("the node sent no length but " + digits, e);
    }
  }

  /** What a client is told when a node refuses with this code and text. */
  static ApiException refusal(int code, String text) {
    return new ApiException(
        switch (code) {
          case 400 -> new Failure.BadRequest(text);
          case 404 -> new Failure.NoSuchPath();
          case 501 -> new Failure.NotImplemented(text);
          case 503 -> new Failure.Unavailable(text);
          default -> new Failure.Internal("the node answered " + code + ": " + text);
        });
  }
}
