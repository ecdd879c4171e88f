package io.mkube.routeros.simulator.http;

import java.util.List;
import java.util.Optional;

/**
 * A request.
 *
 * @param method method, upper case
 * @param path path as sent, still percent-encoded
 * @param query query as sent, empty if none
 * @param headers the headers that handlers look at
 * @param body body, empty if none
 * @param connection the connection that it came on
 */
public record HttpCall(
    String method, String path, String query, Headers headers, byte[] body, Connection connection) {

  /** Path segments, percent-decoded; an encoded slash stays inside its segment. */
  public List<String> segments() {
    return Uris.segments(path);
  }

  /** Query parameters, decoded, in the order sent. */
  public List<Uris.Parameter> parameters() {
    return Uris.parameters(query);
  }

  /** The first query parameter of that name. */
  public Optional<String> parameter(String name) {
    return parameters().stream()
        .filter(parameter -> parameter.name().equals(name))
        .map(Uris.Parameter::value)
        .findFirst();
  }

  /** Read access to request headers, names in any case. */
  public interface Headers {
    /** The header's value, empty if absent. */
    String value(String name);
  }

  /** A TCP connection. */
  public interface Connection {
    /** Number of the connection, unique in the process. */
    long number();

    /** The other end's address. */
    String remote();

    /** Runs something once when the connection has ended. */
    void onClose(Runnable action);
  }
}
