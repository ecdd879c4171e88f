package io.mkube.apiserver.answer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.catalog.ResourceType;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.protobuf.ProtobufList;
import java.nio.charset.StandardCharsets;

/** What stands in lists before their elements. */
final class ListHeads {
  private ListHeads() {}

  static ObjectNode listHead(Answer.Many many) {
    ObjectNode head = Json.object();
    head.put("kind", many.resource().type().listKind());
    head.put("apiVersion", many.resource().type().kind().apiVersion());
    ObjectNode metadata = listMetadata(many);
    if (many.resource().type().origin() == ResourceType.Origin.CUSTOM
        && !metadata.has("continue")) {
      // Lists without a Go type of their own have the field always.
      metadata.put("continue", "");
    }
    head.set("metadata", metadata);
    return head;
  }

  static ObjectNode partialHead(Answer.Many many, String version) {
    ObjectNode head = Json.object();
    head.put("kind", PartialMetadata.LIST_KIND);
    head.put("apiVersion", PartialMetadata.KIND.group() + "/" + version);
    head.set("metadata", listMetadata(many));
    return head;
  }

  static ObjectNode tableHead(Answer.Many many, TableRenderer renderer) {
    ObjectNode head = renderer.table();
    head.remove("rows");
    head.set("metadata", listMetadata(many));
    return head;
  }

  /** The head of a document whose last field is an array that follows piece by piece. */
  static byte[] open(ObjectNode head, String array) {
    String text = new String(Json.write(head), StandardCharsets.UTF_8);
    return (text.substring(0, text.length() - 1) + ",\"" + array + "\":[")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static ObjectNode listMetadata(Answer.Many many) {
    ObjectNode metadata = Json.object();
    if (many.revision() > 0) {
      metadata.put("resourceVersion", Long.toString(many.revision()));
    }
    if (!many.continueToken().isEmpty()) {
      metadata.put("continue", many.continueToken());
    }
    many.remaining().ifPresent(count -> metadata.put("remainingItemCount", count));
    return metadata;
  }

  static ProtobufList wholeList(Answer.Many many) {
    ResourceType type = many.resource().type();
    return new ProtobufList(
        type.kind(), type.kind().apiVersion(), type.listKind(), listMetadata(many));
  }

  static ProtobufList partialList(Answer.Many many) {
    return new ProtobufList(
        PartialMetadata.KIND,
        PartialMetadata.KIND.apiVersion(),
        PartialMetadata.LIST_KIND,
        listMetadata(many));
  }
}
