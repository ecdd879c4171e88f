package io.mkube.apiserver.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mkube.apiserver.object.JsonBody;
import io.mkube.apiserver.protobuf.ProtobufBodies;
import io.mkube.apiserver.protobuf.ProtobufException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a client sent, in a form that fits into a line of JSON. */
final class SentObject {
  private static final byte[] PROTOBUF = {'k', '8', 's', 0};

  private SentObject() {}

  /** The document; the text itself for YAML; null for bytes that are neither. */
  static @Nullable JsonNode read(byte[] body) {
    if (startsWith(body, PROTOBUF)) {
      try {
        return ProtobufBodies.decode(body);
      } catch (ProtobufException e) {
        return null;
      }
    }
    try {
      return JsonBody.parse(body).value();
    } catch (IOException e) {
      return new TextNode(new String(body, StandardCharsets.UTF_8));
    }
  }

  private static boolean startsWith(byte[] bytes, byte[] head) {
    return bytes.length >= head.length
        && Arrays.equals(bytes, 0, head.length, head, 0, head.length);
  }
}
