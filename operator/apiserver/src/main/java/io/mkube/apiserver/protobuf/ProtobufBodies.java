package io.mkube.apiserver.protobuf;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.types.BuiltInTypes;
import io.mkube.apiserver.types.ObjectType;
import java.util.Arrays;

/**
 * Reads request bodies of media type {@code application/vnd.kubernetes.protobuf}: four magic bytes,
 * the message {@code runtime.Unknown} as an envelope, and in it the message of the object. Fields
 * of numbers that this server does not know are skipped, as Kubernetes does.
 */
public final class ProtobufBodies {
  private ProtobufBodies() {}

  /**
   * Decodes a body. What it allocates is bounded by a multiple of the body's length.
   *
   * @return the object in its JSON form, with {@code apiVersion} and {@code kind} of the envelope
   * @throws ProtobufException when the body is not well-formed or of an unknown kind
   */
  public static ObjectNode decode(byte[] body) throws ProtobufException {
    if (body.length < Envelope.MAGIC.length
        || !Arrays.equals(
            body, 0, Envelope.MAGIC.length, Envelope.MAGIC, 0, Envelope.MAGIC.length)) {
      throw new ProtobufException(
          "provided data does not appear to be a protobuf message, expected prefix"
              + " [107 56 115 0]");
    }
    Sent envelope = Sent.read(new WireReader(body, Envelope.MAGIC.length, body.length));
    GroupVersionKind kind = GroupVersionKind.of(envelope.apiVersion, envelope.kind);
    ObjectType type =
        BuiltInTypes.get()
            .ofKind(kind)
            .orElseThrow(
                () ->
                    new ProtobufException(
                        Envelope.MAGIC.length,
                        "no kind \""
                            + kind.kind()
                            + "\" of \""
                            + kind.apiVersion()
                            + "\" is known in protobuf form"));
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("apiVersion", envelope.apiVersion).put("kind", envelope.kind);
    new MessageDecoder().read(envelope.raw, type, object);
    return object;
  }

  private static final class Sent {
    private String apiVersion = "";
    private String kind = "";
    private WireReader raw;

    private Sent(WireReader empty) {
      raw = empty;
    }

    static Sent read(WireReader in) throws ProtobufException {
      Sent envelope = new Sent(in.emptyAtEnd());
      while (in.hasMore()) {
        WireReader.Tag tag = in.tag();
        switch (tag.number()) {
          case Envelope.TYPE_META -> envelope.readTypeMeta(in.message(tag));
          case Envelope.RAW -> envelope.raw = in.message(tag);
          case Envelope.CONTENT_ENCODING, Envelope.CONTENT_TYPE -> refuse(in, tag);
          default -> in.skip(tag);
        }
      }
      return envelope;
    }

    private void readTypeMeta(WireReader in) throws ProtobufException {
      while (in.hasMore()) {
        WireReader.Tag tag = in.tag();
        switch (tag.number()) {
          case Envelope.API_VERSION -> apiVersion = in.string(tag);
          case Envelope.KIND -> kind = in.string(tag);
          default -> in.skip(tag);
        }
      }
    }

    private static void refuse(WireReader in, WireReader.Tag tag) throws ProtobufException {
      int offset = in.offset();
      String value = in.string(tag);
      if (!value.isEmpty() && !value.equals("application/vnd.kubernetes.protobuf")) {
        throw new ProtobufException(offset, "the envelope's content is \"" + value + "\"");
      }
    }
  }
}
