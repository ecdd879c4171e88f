package io.mkube.apiserver.http;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A few large buffers outside the heap; who comes late gets a small one. Thread-safe. */
final class AnswerBuffers {
  private static final int COUNT = 8;
  private static final int SIZE = 128 << 10;
  private static final int SMALL = 32 << 10;

  private final ArrayBlockingQueue<ByteBuffer> idle = new ArrayBlockingQueue<>(COUNT);
  private final AtomicInteger made = new AtomicInteger();

  ByteBuffer take() {
    ByteBuffer buffer = idle.poll();
    if (buffer != null) {
      return buffer;
    }
    return made.getAndIncrement() < COUNT
        ? ByteBuffer.allocateDirect(SIZE)
        : ByteBuffer.allocate(SMALL);
  }

  /**
   * Takes a buffer back.
   *
   * @param free whether nobody uses it any more; otherwise another one is made in its place
   */
  void giveBack(ByteBuffer buffer, boolean free) {
    if (buffer.isDirect() && !(free && idle.offer(buffer.clear()))) {
      made.decrementAndGet();
    }
  }
}
