package io.mkube.app.config;

import io.mkube.store.nats.NatsConfig;
import java.nio.file.Path;

/** Where the objects of the API are kept. */
public sealed interface StoreLocation {
  /** Nowhere: they are gone when the process ends. */
  record Memory() implements StoreLocation {}

  /**
   * In files.
   *
   * @param path folder of the embedded store
   */
  record Folder(Path path) implements StoreLocation {}

  /**
   * In a bucket of NATS, which other servers may share.
   *
   * @param config where and how
   */
  record Nats(NatsConfig config) implements StoreLocation {}

  /**
   * Reads {@code memory:}, {@code file:DIR}, or a URL that {@link NatsConfig#parse} takes.
   *
   * @throws IllegalArgumentException saying what is wrong; credentials in the text are not repeated
   */
  static StoreLocation parse(String text) {
    if (text.equals("memory:") || text.equals("memory")) {
      return new Memory();
    }
    if (text.startsWith("file:") && text.length() > "file:".length()) {
      return new Folder(Path.of(text.substring("file:".length()).replaceFirst("^//(?=/)", "")));
    }
    if (text.startsWith("nats:") || text.startsWith("tls:")) {
      return new Nats(NatsConfig.parse(text));
    }
    int scheme = text.indexOf(':');
    String kind = scheme < 0 ? "without a scheme" : "of the kind " + text.substring(0, scheme + 1);
    throw new IllegalArgumentException(
        "must be file:DIR, nats://HOST:PORT/BUCKET or memory:, not a store "
            + kind.replaceAll("[^a-z: ]", "?"));
  }
}
