package io.mkube.routeros.simulator.journal;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A call that was made.
 *
 * @param number counts all calls since the start
 * @param method HTTP method
 * @param path path as sent
 * @param query query as sent, empty if none
 * @param menu menu that it went to, empty if none
 * @param command console command, such as {@code print}, {@code add} or {@code start}
 * @param kind whether it may change the device
 * @param status status code; 0 when the connection was cut instead
 * @param time when it came in
 * @param micros microseconds until the answer
 */
public record Call(
    long number,
    String method,
    String path,
    String query,
    String menu,
    String command,
    Kind kind,
    int status,
    Instant time,
    long micros) {
  /** The call as JSON members. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("number", number);
    json.put("method", method);
    json.put("path", path);
    json.put("query", query);
    json.put("menu", menu);
    json.put("command", command);
    json.put("kind", kind == Kind.WRITE ? "write" : "read");
    json.put("status", status);
    json.put("time", time.toString());
    json.put("micros", micros);
    return json;
  }

  /** Whether a call may change the device. */
  public enum Kind {
    READ,
    WRITE
  }
}
