package io.mkube.apiserver.kubelet;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;

/**
 * What a played terminal was asked for.
 *
 * @param command the command's words
 * @param input whether it reads
 */
record Terminal(List<String> command, boolean input) {
  static final String SUCCESS = "{\"metadata\":{},\"status\":\"Success\"}";
  private static final String FAILURE =
      """
      {"metadata":{},"status":"Failure","message":"command terminated with exit code 3",\
      "reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"3"}]}}\
      """;

  static Terminal of(String uri) {
    var query = new QueryStringDecoder(uri).parameters();
    return new Terminal(
        query.getOrDefault("command", List.of()),
        query.getOrDefault("input", List.of()).contains("1"));
  }

  String greeting() {
    return "ran " + String.join(" ", command) + "\n";
  }

  /** The end: the command {@code fail} does. */
  String status() {
    return command.contains("fail") ? FAILURE : SUCCESS;
  }
}
