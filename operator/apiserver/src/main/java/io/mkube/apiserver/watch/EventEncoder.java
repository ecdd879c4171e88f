package io.mkube.apiserver.watch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.CacheEvent;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.object.Json;
import java.nio.charset.StandardCharsets;

/** Turns events into documents for one watch. */
abstract sealed class EventEncoder
    permits ObjectEvents, PartialEvents, ProtobufEvents, TableEvents {
  private static final byte[] END = "}\n".getBytes(StandardCharsets.US_ASCII);

  /** An object of the state in which a watch begins. */
  abstract byte[] initial(CachedObject object);

  /** A change; {@code object} is the event's own, or the one before it for a transition. */
  abstract byte[] change(EventType type, CachedObject object, CacheEvent event);

  /** A revision up to which everything was sent. */
  abstract byte[] bookmark(ObjectNode bookmark);

  /** A Status that ends the watch. */
  byte[] error(ObjectNode status) {
    return document(EventType.ERROR, Json.writeInOrder(status));
  }

  static byte[] document(EventType type, byte[] object) {
    byte[] head = ("{\"type\":\"" + type + "\",\"object\":").getBytes(StandardCharsets.US_ASCII);
    byte[] document = new byte[head.length + object.length + END.length];
    System.arraycopy(head, 0, document, 0, head.length);
    System.arraycopy(object, 0, document, head.length, object.length);
    System.arraycopy(END, 0, document, head.length + object.length, END.length);
    return document;
  }
}
