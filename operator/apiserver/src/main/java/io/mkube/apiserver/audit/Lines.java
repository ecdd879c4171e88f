package io.mkube.apiserver.audit;

import java.io.Closeable;
import java.io.IOException;

/** Takes lines. Used by one thread. */
interface Lines extends Closeable {
  /** Writes one line with its line feed. */
  void write(byte[] line) throws IOException;

  void flush() throws IOException;
}
