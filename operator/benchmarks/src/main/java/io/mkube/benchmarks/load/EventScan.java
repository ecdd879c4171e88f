package io.mkube.benchmarks.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Finds the events of a watch in a chunked answer, byte by byte and without keeping any. */
final class EventScan {
  private static final byte[] VERSION =
      "\"resourceVersion\":\"".getBytes(StandardCharsets.US_ASCII);

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
    while (in.hasRemaining()) {
      byte b = in.get();
      switch (state) {
        case HEADERS -> header(b);
        case CHUNK_SIZE -> chunkSize(b);
        case CHUNK -> {
          event(b);
          chunk--;
          if (chunk == 0) {
            state = State.CHUNK_END;
          }
        }
        case CHUNK_END -> {
          if (b == '\n') {
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

  private void event(byte b) {
    if (b == '\n') {
      events++;
      if (revision <= last) {
        disorders++;
      }
      last = revision;
      revision = 0;
      matched = 0;
    } else if (matched < VERSION.length) {
      matched = b == VERSION[matched] ? matched + 1 : b == VERSION[0] ? 1 : 0;
    } else if (matched == VERSION.length) {
      if (b >= '0' && b <= '9') {
        revision = revision * 10 + b - '0';
      } else {
        matched++;
      }
    }
  }
}
