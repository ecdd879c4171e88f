package io.mkube.apiserver.protobuf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Empty;
import com.google.protobuf.InvalidProtocolBufferException;
import io.kubernetes.client.proto.Meta;
import io.kubernetes.client.proto.Runtime;
import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.object.Json;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** The published protobuf classes read what this server writes, for every kind that they have. */
final class ProtobufObjectsProperties {
  private static final int DEPTH = 7;
  private static final int MAGIC = 4;

  @Property(tries = 20, shrinking = ShrinkingMode.OFF)
  void whatWasSentIsAnswered(@ForAll long seed) throws Exception {
    RandomMessages messages = new RandomMessages(new Random(seed));
    assertTrue(PublishedKinds.ALL.size() > 50, "kinds");
    for (PublishedKinds.Kind kind : PublishedKinds.ALL) {
      DynamicMessage sent = messages.of(kind.message(), DEPTH);
      ObjectNode object =
          ProtobufBodies.decode(
              GoBodies.envelope(kind.apiVersion(), kind.name(), sent.toByteArray()));

      byte[] answer = ProtobufObjects.encode(object);

      Runtime.Unknown envelope = envelope(answer);
      assertEquals(kind.apiVersion(), envelope.getTypeMeta().getApiVersion());
      assertEquals(kind.name(), envelope.getTypeMeta().getKind());
      DynamicMessage answered = DynamicMessage.parseFrom(kind.message(), envelope.getRaw());
      SameMessages.check(sent, answered, kind.name());
      // Fields stand in the order of their numbers, each once.
      assertArrayEquals(answered.toByteArray(), envelope.getRaw().toByteArray(), kind.name());
      ObjectNode read = ProtobufBodies.decode(answer);
      assertArrayEquals(answer, ProtobufObjects.encode(read), kind.name());
      assertArrayEquals(answer, ProtobufObjects.encode(Json.read(Json.write(read))), kind.name());
    }
  }

  @Property(tries = 20, shrinking = ShrinkingMode.OFF)
  void listsHoldTheirItems(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    RandomMessages messages = new RandomMessages(random);
    PublishedKinds.Kind kind = PublishedKinds.ALL.get(random.nextInt(PublishedKinds.ALL.size()));
    List<ObjectNode> items = new ArrayList<>();
    // Beyond a megabyte, items are encoded twice.
    for (int i = random.nextInt(3) * 100; i >= 0; i--) {
      ObjectNode item =
          ProtobufBodies.decode(
              GoBodies.envelope(
                  kind.apiVersion(),
                  kind.name(),
                  messages.of(kind.message(), DEPTH).toByteArray()));
      items.add(item);
    }
    ObjectNode metadata = Json.object().put("resourceVersion", "9").put("remainingItemCount", 3);
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    new ProtobufList(
            GroupVersionKind.of(kind.apiVersion(), kind.name()), "v1", "ThingList", metadata)
        .write(items, ObjectNode::deepCopy, out);

    Runtime.Unknown envelope = envelope(out.toByteArray());
    assertEquals("ThingList", envelope.getTypeMeta().getKind());
    Meta.ListMeta head =
        Meta.ListMeta.parseFrom(
            Empty.parseFrom(envelope.getRaw())
                .getUnknownFields()
                .getField(1)
                .getLengthDelimitedList()
                .getFirst());
    assertEquals("9", head.getResourceVersion());
    assertEquals(3, head.getRemainingItemCount());
    List<byte[]> written = itemsOf(envelope);
    assertEquals(items.size(), written.size());
    for (int i = 0; i < items.size(); i++) {
      byte[] alone = envelope(ProtobufObjects.encode(items.get(i))).getRaw().toByteArray();
      assertArrayEquals(alone, written.get(i), "item " + i);
    }
  }

  /** All lists have the same two fields; a message of no fields takes them as they are. */
  private static List<byte[]> itemsOf(Runtime.Unknown envelope) throws Exception {
    return Empty.parseFrom(envelope.getRaw())
        .getUnknownFields()
        .getField(2)
        .getLengthDelimitedList()
        .stream()
        .map(ByteString::toByteArray)
        .toList();
  }

  private static Runtime.Unknown envelope(byte[] answer) throws InvalidProtocolBufferException {
    assertArrayEquals(new byte[] {'k', '8', 's', 0}, Arrays.copyOf(answer, MAGIC));
    Runtime.Unknown envelope =
        Runtime.Unknown.parseFrom(Arrays.copyOfRange(answer, MAGIC, answer.length));
    assertTrue(envelope.hasContentEncoding() && envelope.hasContentType());
    return envelope;
  }
}
