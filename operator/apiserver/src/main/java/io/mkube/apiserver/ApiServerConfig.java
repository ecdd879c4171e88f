package io.mkube.apiserver;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Configuration of an API server.
 *
 * @param listenAddresses addresses to listen on, at least one
 * @param port port of the API, 0 for a free one
 * @param httpPort port of health and metrics over plain HTTP, 0 for a free one, empty for none
 * @param dataDirectory where keys and certificates are kept
 * @param extraNames further host names and addresses in the server's certificate
 * @param tokenFile static bearer tokens, in the form {@code token,user,uid,"group1,group2"}
 * @param bodyLimit largest request body in bytes
 * @param watchHistory events of each resource that are kept for watches; a watch that falls behind
 *     them is cut off
 * @param clock the time
 */
public record ApiServerConfig(
    List<InetAddress> listenAddresses,
    int port,
    OptionalInt httpPort,
    Path dataDirectory,
    List<String> extraNames,
    Optional<Path> tokenFile,
    int bodyLimit,
    int watchHistory,
    Clock clock) {
  /** Largest request body that kube-apiserver takes: 3 MiB. */
  public static final int BODY_LIMIT = 3 << 20;

  /** Events of each resource that are kept. */
  public static final int WATCH_HISTORY = 8192;

  public ApiServerConfig {
    listenAddresses = List.copyOf(listenAddresses);
    extraNames = List.copyOf(extraNames);
    List<String> problems = new ArrayList<>();
    if (listenAddresses.isEmpty()) {
      problems.add("at least one listen address is needed");
    }
    checkPort("port", port, problems);
    httpPort.ifPresent(value -> checkPort("httpPort", value, problems));
    if (bodyLimit < 1024) {
      problems.add("bodyLimit must be at least 1024 bytes, not " + bodyLimit);
    }
    if (watchHistory < 1) {
      problems.add("watchHistory must be positive, not " + watchHistory);
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
  }

  /** Listens on a free port of the loopback address and keeps its keys in a directory. */
  public static ApiServerConfig of(Path dataDirectory) {
    return new ApiServerConfig(
        List.of(InetAddress.getLoopbackAddress()),
        0,
        OptionalInt.empty(),
        dataDirectory,
        List.of(),
        Optional.empty(),
        BODY_LIMIT,
        WATCH_HISTORY,
        Clock.systemUTC());
  }

  /** The same with other addresses. */
  public ApiServerConfig withListenAddresses(List<InetAddress> addresses) {
    return new ApiServerConfig(
        addresses,
        port,
        httpPort,
        dataDirectory,
        extraNames,
        tokenFile,
        bodyLimit,
        watchHistory,
        clock);
  }

  /** The same with another port. */
  public ApiServerConfig withPort(int newPort) {
    return new ApiServerConfig(
        listenAddresses,
        newPort,
        httpPort,
        dataDirectory,
        extraNames,
        tokenFile,
        bodyLimit,
        watchHistory,
        clock);
  }

  /** The same with a plain HTTP port. */
  public ApiServerConfig withHttpPort(int newPort) {
    return new ApiServerConfig(
        listenAddresses,
        port,
        OptionalInt.of(newPort),
        dataDirectory,
        extraNames,
        tokenFile,
        bodyLimit,
        watchHistory,
        clock);
  }

  /** The same with further names in the certificate. */
  public ApiServerConfig withExtraNames(List<String> names) {
    return new ApiServerConfig(
        listenAddresses,
        port,
        httpPort,
        dataDirectory,
        names,
        tokenFile,
        bodyLimit,
        watchHistory,
        clock);
  }

  /** The same with a token file. */
  public ApiServerConfig withTokenFile(Path file) {
    return new ApiServerConfig(
        listenAddresses,
        port,
        httpPort,
        dataDirectory,
        extraNames,
        Optional.of(file),
        bodyLimit,
        watchHistory,
        clock);
  }

  /** The same with another limit of request bodies. */
  public ApiServerConfig withBodyLimit(int bytes) {
    return new ApiServerConfig(
        listenAddresses,
        port,
        httpPort,
        dataDirectory,
        extraNames,
        tokenFile,
        bytes,
        watchHistory,
        clock);
  }

  /** The same with another length of history. */
  public ApiServerConfig withWatchHistory(int events) {
    return new ApiServerConfig(
        listenAddresses,
        port,
        httpPort,
        dataDirectory,
        extraNames,
        tokenFile,
        bodyLimit,
        events,
        clock);
  }

  /** The same with another clock. */
  public ApiServerConfig withClock(Clock newClock) {
    return new ApiServerConfig(
        listenAddresses,
        port,
        httpPort,
        dataDirectory,
        extraNames,
        tokenFile,
        bodyLimit,
        watchHistory,
        newClock);
  }

  private static void checkPort(String name, int value, List<String> problems) {
    if (value < 0 || value > 65535) {
      problems.add(name + " must be between 0 and 65535, not " + value);
    }
  }
}
