package io.mkube.iso9660.delta;

import io.mkube.iso9660.format.ImageSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Finds what of a range really differs from the base. Holds two blocks; not thread-safe. */
final class Difference {
  /** Finer pieces would cost more to name than to write. */
  private static final int GRAIN = 512;

  /** Of what is larger only the beginning may be the same: reading it twice costs more. */
  private static final int LARGE = 1 << 20;

  private static final int CHUNK = 64 << 10;
  private final ImageSource base;
  private final ByteBuffer before = ByteBuffer.allocate(CHUNK);
  private final ByteBuffer after = ByteBuffer.allocate(CHUNK);

  Difference(ImageSource base) {
    this.base = base;
  }

  /** Adds the parts of a range that differ, in order. */
  void of(DeltaRange range, List<DeltaRange> changed) throws IOException {
    long shared = Math.min(range.end(), base.size());
    long start = -1;
    long at = range.position();
    boolean large = range.length() > LARGE;
    while (at < shared && !(large && start >= 0)) {
      int count = (int) Math.min(CHUNK, shared - at);
      read(base, at, before, count);
      read(range.content(), range.from() + at - range.position(), after, count);
      for (int piece = 0; piece < count; piece += GRAIN) {
        int length = Math.min(GRAIN, count - piece);
        boolean same = before.slice(piece, length).equals(after.slice(piece, length));
        if (same && start >= 0 && !large) {
          changed.add(range.part(start, at + piece));
          start = -1;
        } else if (!same && start < 0) {
          start = at + piece;
        }
      }
      at += count;
    }
    if (start < 0 && range.end() > shared) {
      start = Math.max(range.position(), shared);
    }
    if (start >= 0) {
      changed.add(range.part(start, range.end()));
    }
  }

  private static void read(ImageSource source, long position, ByteBuffer target, int count)
      throws IOException {
    target.clear().limit(count);
    while (target.hasRemaining()) {
      if (source.read(position + target.position(), target) < 0) {
        throw new IOException("content became shorter while it was compared");
      }
    }
    target.flip();
  }
}
