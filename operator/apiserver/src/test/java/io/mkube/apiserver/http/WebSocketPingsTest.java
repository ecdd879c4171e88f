package io.mkube.apiserver.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.junit.jupiter.api.Test;

class WebSocketPingsTest {
  private final Queue<Callback> underWay = new ArrayDeque<>();
  private int demanded;

  private final CoreSession session =
      new CoreSession.Empty() {
        @Override
        public void demand() {
          demanded++;
        }

        @Override
        public void sendFrame(Frame frame, Callback callback, boolean batch) {
          assertEquals(OpCode.PONG, frame.getOpCode());
          underWay.add(callback);
        }
      };

  @Test
  void areNotReadFasterThanTheClientTakesTheAnswers() {
    WebSocketEvents events = new WebSocketEvents(WebSocketEvents.Form.TEXT, stream -> {});
    events.onOpen(session, Callback.NOOP);
    assertEquals(1, demanded);

    events.onFrame(new Frame(OpCode.PING, true, ByteBuffer.allocate(125)), Callback.NOOP);

    assertEquals(1, underWay.size());
    assertEquals(1, demanded);
    underWay.remove().succeeded();
    assertEquals(2, demanded);
  }
}
