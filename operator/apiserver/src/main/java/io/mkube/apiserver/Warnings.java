package io.mkube.apiserver;

import io.mkube.apiserver.http.Exchange;
import java.util.LinkedHashSet;
import java.util.Set;

/** The {@code Warning} headers of one answer. */
final class Warnings {
  /** kube-apiserver cuts the texts of one answer at this length. */
  private static final int MAX_LENGTH = 4 << 10;

  private final Exchange exchange;
  private final Set<String> texts = new LinkedHashSet<>();

  Warnings(Exchange exchange) {
    this.exchange = exchange;
  }

  void add(String text) {
    texts.add(text);
  }

  void send() {
    int left = MAX_LENGTH;
    for (String text : texts) {
      String line = text.replaceAll("\\p{Cntrl}+", " ");
      left -= line.length();
      if (left < 0) {
        return;
      }
      exchange.addHeader(
          "Warning", "299 - \"" + line.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
    }
  }
}
