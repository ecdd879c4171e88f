package io.mkube.apiserver.http;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;

/** Whether the texts that a WebSocket client sends are UTF-8, also across frames. Keeps no text. */
final class TextCheck {
  /** Longest beginning of a character that may wait for its end. */
  private static final int INCOMPLETE = 4;

  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
  private final CharBuffer unused = CharBuffer.allocate(512);
  private final ByteBuffer begun = ByteBuffer.allocate(2 * INCOMPLETE);
  private boolean inText;

  /** Whether all is well up to the end of this frame. */
  boolean accepts(Frame frame) {
    boolean text = frame.getOpCode() == OpCode.TEXT;
    if (!text && !(inText && frame.getOpCode() == OpCode.CONTINUATION)) {
      return true;
    }
    inText = !frame.isFin();
    ByteBuffer payload = frame.getPayload() == null ? ByteBuffer.allocate(0) : frame.getPayload();
    return decodes(payload.slice(), frame.isFin());
  }

  private boolean decodes(ByteBuffer payload, boolean last) {
    while (begun.position() > 0 && payload.hasRemaining()) {
      begun.put(payload.get()).flip();
      CoderResult result = decode(begun);
      begun.compact();
      if (result.isError() || begun.position() >= INCOMPLETE) {
        return false;
      }
    }
    if (decode(payload).isError() || payload.remaining() >= INCOMPLETE) {
      return false;
    }
    begun.put(payload);
    boolean whole = begun.position() == 0;
    if (last) {
      begun.clear();
      decoder.reset();
    }
    return whole || !last;
  }

  private CoderResult decode(ByteBuffer bytes) {
    CoderResult result;
    do {
      result = decoder.decode(bytes, unused.clear(), false);
    } while (result.isOverflow());
    return result;
  }
}
