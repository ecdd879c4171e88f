package io.mkube.apiserver.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A client's connection after HTTP: bytes both ways in a protocol that this server does not speak.
 * Reading and writing block; each side is used by one thread, {@link #close} by any.
 */
public interface RawConnection extends AutoCloseable {
  /** What the client sends; ends when it closes. */
  InputStream input();

  /** What the client receives; every write is sent at once. */
  OutputStream output();

  /** Drops the connection, which ends reads and writes. Idempotent. */
  @Override
  void close();

  /** Uses a connection until it is of no more use; called on a thread of its own. */
  @FunctionalInterface
  interface User {
    /** Uses and closes it. */
    void use(RawConnection connection) throws IOException;
  }
}
