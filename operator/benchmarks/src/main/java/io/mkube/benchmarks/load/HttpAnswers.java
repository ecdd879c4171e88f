package io.mkube.benchmarks.load;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** As much of HTTP/1.1 as it takes to know where an answer ends. */
final class HttpAnswers {
  static final Charset TEXT = StandardCharsets.UTF_8;
  private static final byte[] LENGTH = "content-length:".getBytes(TEXT);
  private static final int STATUS_AT = "HTTP/1.1 ".length();

  private HttpAnswers() {}

  /** The status of an answer. */
  static int status(byte[] bytes) {
    return (bytes[STATUS_AT] - '0') * 100
        + (bytes[STATUS_AT + 1] - '0') * 10
        + (bytes[STATUS_AT + 2] - '0');
  }

  /** Where an answer with {@code Content-Length} ends, −1 if it is not complete. */
  static int end(byte[] bytes, int filled) {
    int length = -1;
    int line = 0;
    for (int i = 0; i + 1 < filled; i++) {
      if (bytes[i] != '\r' || bytes[i + 1] != '\n') {
        continue;
      }
      if (i == line) {
        int end = i + 2 + Math.max(length, 0);
        return end <= filled ? end : -1;
      }
      if (startsWith(bytes, line)) {
        length = number(bytes, line + LENGTH.length, i);
      }
      line = i + 2;
    }
    return -1;
  }

  private static boolean startsWith(byte[] bytes, int at) {
    for (int i = 0; i < LENGTH.length; i++) {
      if ((bytes[at + i] | 0x20) != (LENGTH[i] | 0x20)) {
        return false;
      }
    }
    return true;
  }

  private static int number(byte[] bytes, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      if (bytes[i] != ' ') {
        number = number * 10 + bytes[i] - '0';
      }
    }
    return number;
  }
}
