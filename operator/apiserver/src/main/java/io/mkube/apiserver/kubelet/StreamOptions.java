package io.mkube.apiserver.kubelet;

import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.request.Query;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

/** Options of terminals and forwarded ports in the words of kubelets, which are not the API's. */
final class StreamOptions {
  private static final String ON = "1";

  private StreamOptions() {}

  /**
   * Options of {@code exec}.
   *
   * @throws ApiException with 400 without a command
   */
  static String exec(Query query) {
    if (query.all("command").isEmpty()) {
      throw ApiException.badRequest("you must specify at least 1 command for the container");
    }
    StringJoiner passed = new StringJoiner("&");
    query.all("command").forEach(word -> add(passed, "command", word));
    streams(query, passed);
    return passed.toString();
  }

  /** Options of {@code attach}. */
  static String attach(Query query) {
    StringJoiner passed = new StringJoiner("&");
    streams(query, passed);
    return passed.toString();
  }

  /**
   * Options of {@code portforward}.
   *
   * @throws ApiException with 400 if a port is none
   */
  static String ports(Query query) {
    StringJoiner ports = new StringJoiner(",");
    for (String list : query.all("ports")) {
      for (String port : list.split(",", -1)) {
        ports.add(Integer.toString(port(port)));
      }
    }
    return ports.length() == 0
        ? ""
        : "port=" + URLEncoder.encode(ports.toString(), StandardCharsets.UTF_8);
  }

  private static int port(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw ApiException.badRequest("strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
    }
  }

  private static void streams(Query query, StringJoiner passed) {
    flag(query, "stderr", "error", passed);
    flag(query, "stdin", "input", passed);
    flag(query, "stdout", "output", passed);
    flag(query, "tty", "tty", passed);
  }

  private static void flag(Query query, String name, String kubelets, StringJoiner passed) {
    if (query.flag(name).orElse(false)) {
      add(passed, kubelets, ON);
    }
  }

  private static void add(StringJoiner passed, String name, String value) {
    passed.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
  }
}
