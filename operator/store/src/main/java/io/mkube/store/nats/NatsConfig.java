package io.mkube.store.nats;

import io.mkube.store.nats.access.NatsLogin;
import io.mkube.store.nats.access.NatsTls;
import io.mkube.store.window.WindowLimits;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Where the NATS store is and what it holds.
 *
 * @param servers {@code host:port} of the servers, at least one
 * @param login how to identify
 * @param tls certificates
 * @param bucket the bucket, and how it is made if it is missing
 * @param window how much history is held in memory for followers
 * @param maxValueBytes largest value taken, before compression
 * @param monitor monitoring port of the server, if it may be asked for its settings
 */
public record NatsConfig(
    List<String> servers,
    NatsLogin login,
    NatsTls tls,
    Bucket bucket,
    WindowLimits window,
    int maxValueBytes,
    Optional<URI> monitor) {
  /** Largest value taken unless told otherwise: 4 MiB. */
  public static final int DEFAULT_MAX_VALUE_BYTES = 4 << 20;

  public NatsConfig {
    servers = List.copyOf(servers);
    if (servers.isEmpty()) {
      throw new IllegalArgumentException("at least one server is needed");
    }
    if (maxValueBytes < 1) {
      throw new IllegalArgumentException("maxValueBytes must be positive, not " + maxValueBytes);
    }
  }

  /**
   * A bucket. Replicas, history and size matter when it is made; one that exists is left as it is.
   *
   * @param name letters, digits, {@code -} and {@code _}
   * @param replicas servers that hold it, 1 to 5
   * @param history messages that the server holds for each key, 1 to 64; 0 leaves to mkube which of
   *     them go, so that one that was cut off for a while goes on without loading everything
   * @param maxBytes largest size, −1 for no limit
   * @param batches whether servers from 2.12 on take several writes as one; the bucket is changed
   *     to allow it. It makes them wait for the disk, and all other writes with them
   */
  public record Bucket(String name, int replicas, int history, long maxBytes, boolean batches) {
    /** Name unless told otherwise. */
    public static final String DEFAULT_NAME = "mkube";

    static final int MOST_REPLICAS = 5;
    static final int MOST_HISTORY = 64;

    public Bucket {
      if (name.isEmpty() || !name.chars().allMatch(Bucket::isAllowed)) {
        throw new IllegalArgumentException(
            "bucket must be letters, digits, '-' and '_', not '" + name + "'");
      }
      requireBetween("replicas", replicas, MOST_REPLICAS);
      if (history != 0) {
        requireBetween("history", history, MOST_HISTORY);
      }
      if (maxBytes < 1 && maxBytes != -1) {
        throw new IllegalArgumentException("max_bytes must be positive, not " + maxBytes);
      }
    }

    /** One replica, no limits. */
    public static Bucket of(String name) {
      return new Bucket(name, 1, 0, -1, false);
    }

    private static void requireBetween(String what, int value, int most) {
      if (value < 1 || value > most) {
        throw new IllegalArgumentException(what + " must be 1 to " + most + ", not " + value);
      }
    }

    private static boolean isAllowed(int c) {
      return c < 0x80 && (Character.isLetterOrDigit(c) || c == '-' || c == '_');
    }
  }

  /**
   * Reads {@code
   * nats://[user:password@|token@]host[:port][,host[:port]…][/BUCKET][?option=value&…]}, or {@code
   * tls://…}. Options: {@code replicas}, {@code history}, {@code max_bytes}, {@code creds}, {@code
   * nkey}, {@code tls_ca}, {@code tls_cert}, {@code tls_key}, {@code monitor}, {@code batches}.
   *
   * @throws IllegalArgumentException naming the part that is wrong; secrets are not repeated
   */
  public static NatsConfig parse(String url) {
    return NatsUrl.parse(url);
  }

  /** The same with other limits. */
  public NatsConfig withLimits(WindowLimits newWindow, int newMaxValueBytes) {
    return new NatsConfig(servers, login, tls, bucket, newWindow, newMaxValueBytes, monitor);
  }

  /** Servers and bucket, without secrets. */
  public String place() {
    return (tls.required() ? "tls://" : "nats://")
        + String.join(",", servers)
        + "/"
        + bucket.name();
  }
}
