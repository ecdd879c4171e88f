package io.mkube.apiserver.watch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.answer.TableRenderer;
import io.mkube.apiserver.cache.CacheEvent;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.resource.ServedResource;

/** Tables of one row; only the first one tells the columns. */
final class TableEvents extends EventEncoder {
  private final ServedResource resource;
  private final TableRenderer renderer;
  private boolean begun;

  TableEvents(ServedResource resource, TableRenderer renderer) {
    this.resource = resource;
    this.renderer = renderer;
  }

  @Override
  byte[] initial(CachedObject object) {
    return encode(EventType.ADDED, object);
  }

  @Override
  byte[] change(EventType type, CachedObject object, CacheEvent event) {
    return encode(type, object);
  }

  @Override
  byte[] bookmark(ObjectNode bookmark) {
    ObjectNode table = next();
    table.set("metadata", metadata(bookmark));
    ObjectNode row = Json.object();
    row.putArray("cells");
    row.set("object", bookmark);
    table.withArray("rows").add(row);
    return document(EventType.BOOKMARK, Json.writeInOrder(table));
  }

  private static ObjectNode metadata(ObjectNode bookmark) {
    return Json.object()
        .put("resourceVersion", bookmark.path("metadata").path("resourceVersion").asText());
  }

  private byte[] encode(EventType type, CachedObject object) {
    ObjectNode table = next();
    table.withObject("/metadata").put("resourceVersion", Long.toString(object.revision()));
    renderer.addRow(table, resource.decode(object));
    return document(type, Json.writeInOrder(table));
  }

  private ObjectNode next() {
    ObjectNode table = begun ? renderer.bare() : renderer.table();
    begun = true;
    return table;
  }
}
