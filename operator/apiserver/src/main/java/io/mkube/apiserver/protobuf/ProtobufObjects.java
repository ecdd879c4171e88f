package io.mkube.apiserver.protobuf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.types.BuiltInTypes;
import io.mkube.apiserver.types.ObjectType;

/**
 * Writes objects of built-in kinds in media type {@code application/vnd.kubernetes.protobuf}, byte
 * for byte as Kubernetes' generated code does.
 */
public final class ProtobufObjects {
  /** The media type. */
  public static final String MEDIA_TYPE = "application/vnd.kubernetes.protobuf";

  private static final int EVENT_TYPE = 1;
  private static final int EVENT_OBJECT = 2;
  private static final int RAW_EXTENSION_RAW = 1;

  private ProtobufObjects() {}

  /** Whether objects of a kind have a protobuf form. */
  public static boolean knows(GroupVersionKind kind) {
    return BuiltInTypes.get().ofKind(kind).isPresent();
  }

  /**
   * Encodes an object of the kind that it tells.
   *
   * @throws IllegalArgumentException if that is no built-in kind, or a value is not of its type
   */
  public static byte[] encode(ObjectNode object) {
    BackwardWriter out = new BackwardWriter(0);
    write(object, out);
    return out.toByteArray();
  }

  /**
   * Encodes one frame of a watch: four bytes that tell the length of the rest, and a {@code
   * meta.v1.WatchEvent} with the object in its envelope.
   *
   * @param type such as {@code ADDED}
   * @throws IllegalArgumentException as {@link #encode} does
   */
  public static byte[] event(String type, ObjectNode object) {
    BackwardWriter out = new BackwardWriter(0);
    write(object, out);
    out.delimit(RAW_EXTENSION_RAW, 0);
    out.delimit(EVENT_OBJECT, 0);
    out.stringField(EVENT_TYPE, type);
    out.bigEndian(out.size());
    return out.toByteArray();
  }

  private static void write(ObjectNode object, BackwardWriter out) {
    String apiVersion = object.path("apiVersion").asText();
    String kind = object.path("kind").asText();
    Envelope.writeEnd(out);
    int before = out.size();
    new MessageEncoder(out).write(object, type(apiVersion, kind));
    Envelope.writeStart(out, out.size() - before, apiVersion, kind);
  }

  /** The list of the core group's versions is written without a version of its own. */
  private static ObjectType type(String apiVersion, String kind) {
    return type(GroupVersionKind.of(apiVersion.isEmpty() ? "v1" : apiVersion, kind));
  }

  static ObjectType type(GroupVersionKind kind) {
    return BuiltInTypes.get()
        .ofKind(kind)
        .orElseThrow(() -> new IllegalArgumentException(kind + " has no protobuf form"));
  }
}
