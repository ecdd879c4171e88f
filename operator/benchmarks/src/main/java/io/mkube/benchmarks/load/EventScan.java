package io.mkube.benchmarks.load;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Finds the events of a watch in a chunked answer without keeping any. It looks at single bytes
 * only up to an event's revision, so that the reader does not take longer than who sends.
 */
final class EventScan {
  private static final byte[] VERSION =
      "\"resourceVersion\":\"".getBytes(StandardCharsets.US_ASCII);
  private static final long LOWEST_BITS = 0x0101010101010101L;
  private static final long HIGHEST_BITS = 0x8080808080808080L;
  private static final long NEWLINES = '\n' * LOWEST_BITS;

  private State state = State.HEADERS;
  private int headerEnd;
  private int chunk;
  private int matched;
  private long revision;
  private long last;
  private long events;
  private long disorders;

  private enum State {
    HEADERS,
    CHUNK_SIZE,
    CHUNK,
    CHUNK_END
  }

  /** Whether the headers have come. */
  boolean begun() {
    return state != State.HEADERS;
  }

  long events() {
    return events;
  }

  long disorders() {
    return disorders;
  }

  void read(ByteBuffer in) {
    in.order(ByteOrder.LITTLE_ENDIAN); // as newline() counts
    while (in.hasRemaining()) {
      switch (state) {
        case HEADERS -> header(in.get());
        case CHUNK_SIZE -> chunkSize(in.get());
        case CHUNK -> content(in);
        case CHUNK_END -> {
          if (in.get() == '\n') {
            state = State.CHUNK_SIZE;
          }
        }
      }
    }
  }

  private void header(byte b) {
    headerEnd = b == '\r' || b == '\n' ? headerEnd + 1 : 0;
    if (headerEnd == 4) {
      state = State.CHUNK_SIZE;
    }
  }

  private void chunkSize(byte b) {
    if (b == '\n') {
      state = State.CHUNK;
    } else if (b != '\r') {
      chunk = chunk * 16 + Character.digit(b, 16);
    }
  }

  /** Goes on to the end of the event, of the chunk or of what has come. */
  private void content(ByteBuffer in) {
    int from = in.position();
    int end = Math.min(in.limit(), from + chunk);
    int newline = newline(in, from, end);
    int to = newline < 0 ? end : newline;
    for (int i = from; i < to && matched <= VERSION.length; i++) {
      version(in.get(i));
    }
    if (newline >= 0) {
      event();
      to++;
    }
    in.position(to);
    chunk -= to - from;
    if (chunk == 0) {
      state = State.CHUNK_END;
    }
  }

  private void version(byte b) {
    if (matched < VERSION.length) {
      matched = b == VERSION[matched] ? matched + 1 : b == VERSION[0] ? 1 : 0;
    } else if (b >= '0' && b <= '9') {
      revision = revision * 10 + b - '0';
    } else {
      matched++;
    }
  }

  private void event() {
    events++;
    if (revision <= last) {
      disorders++;
    }
    last = revision;
    revision = 0;
    matched = 0;
  }

  /** Eight bytes at once: of a word, the lowest zero byte is where its highest bit first shows. */
  private static int newline(ByteBuffer in, int from, int to) {
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      long word = in.getLong(at) ^ NEWLINES;
      long zero = (word - LOWEST_BITS) & ~word & HIGHEST_BITS;
      if (zero != 0) {
        return at + Long.numberOfTrailingZeros(zero) / Byte.SIZE;
      }
    }
    while (at < to && in.get(at) != '\n') {
      at++;
    }
    return at < to ? at : -1;
  }
}
