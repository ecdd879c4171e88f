package io.mkube.apiserver.protobuf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.types.BuiltInTypes;
import io.mkube.apiserver.types.ObjectType;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Writes lists, item by item. The length of the whole stands at its beginning, so that the items
 * are encoded before anything is sent; of long lists only the first ones are kept meanwhile, and
 * the others are encoded again when it is their turn.
 *
 * @param itemKind kind of the items
 * @param apiVersion {@code apiVersion} of the list
 * @param kind kind of the list
 * @param metadata its {@code ListMeta}
 */
public record ProtobufList(
    GroupVersionKind itemKind, String apiVersion, String kind, ObjectNode metadata) {
  private static final int METADATA = 1;
  private static final int ITEMS = 2;
  private static final int MAX_KEPT = 1 << 20;

  /**
   * Writes a list.
   *
   * @param decoder makes the tree of an item; asked twice for some, with the same outcome
   */
  public <T> void write(List<T> items, Function<T, ObjectNode> decoder, OutputStream out)
      throws IOException {
    ObjectType type = ProtobufObjects.type(itemKind);
    BackwardWriter writer = new BackwardWriter(0);
    MessageEncoder encoder = new MessageEncoder(writer);
    List<byte[]> kept = new ArrayList<>();
    long length = 0;
    for (T item : items) {
      item(decoder.apply(item), type, writer, encoder);
      length += writer.size();
      if (length <= MAX_KEPT) {
        kept.add(writer.toByteArray());
      }
    }
    out.write(head(length));
    for (byte[] item : kept) {
      out.write(item);
    }
    for (T item : items.subList(kept.size(), items.size())) {
      item(decoder.apply(item), type, writer, encoder);
      writer.write(out);
    }
    writer.clear();
    Envelope.writeEnd(writer);
    writer.write(out);
  }

  private static void item(
      ObjectNode item, ObjectType type, BackwardWriter writer, MessageEncoder encoder) {
    writer.clear();
    encoder.write(item, type);
    writer.delimit(ITEMS, 0);
  }

  private byte[] head(long length) {
    BackwardWriter writer = new BackwardWriter(0);
    new MessageEncoder(writer).write(metadata, BuiltInTypes.get().named("meta.v1.ListMeta"));
    writer.delimit(METADATA, 0);
    Envelope.writeStart(writer, length + writer.size(), apiVersion, kind);
    return writer.toByteArray();
  }
}
