package io.mkube.apiserver.ownership;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.catalog.GroupVersionKind;
import io.mkube.apiserver.fieldset.FieldSet;
import io.mkube.apiserver.merge.MergeType;
import io.mkube.apiserver.object.Json;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KnownStructuresTest {
  private final KnownStructures structures = new KnownStructures();
  private final ObjectShape shape = shape();
  private final AtomicInteger found = new AtomicInteger();

  @Test
  void looksOnceAtWhatIsAlike() {
    ObjectNode first = fields(shape, Json.object().put("a", 1));
    ObjectNode second = fields(shape, Json.object().put("a", "two"));
    assertSame(first, second);
    assertEquals("{\"f:a\":{}}", first.toString());
    assertEquals("{\"f:b\":{}}", fields(shape, Json.object().put("b", 1)).toString());
    assertEquals(2, found.get());
  }

  @Test
  void looksAgainWhereTheDefinitionIsAnother() {
    fields(shape, Json.object().put("a", 1));
    fields(shape(), Json.object().put("a", 1));
    assertEquals(2, found.get());
  }

  @Test
  void forgetsRatherThanGrows() {
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 1000; i++) {
        assertEquals(
            "{\"f:a" + i + "\":{}}", fields(shape, Json.object().put("a" + i, 1)).toString());
      }
    }
    assertEquals(2000, found.get());
  }

  @Test
  void doesNotKeepWhatIsLarge() {
    ObjectNode large = Json.object().put("a".repeat(20_000), 1);
    fields(shape, large);
    fields(shape, large);
    assertEquals(2, found.get());
  }

  @Test
  void givesWhatNobodyCanChange() {
    ObjectNode fields = fields(shape, Json.object().put("a", 1));
    assertThrows(UnsupportedOperationException.class, () -> fields.put("b", 1));
    assertEquals("{\"f:a\":{},\"b\":1}", fields.deepCopy().put("b", 1).toString());
    ObjectNode document = Json.object().put("x", 1);
    document.set("fields", fields);
    document.put("y", 2);
    assertEquals(document.toString(), new String(Json.writeInOrder(document), UTF_8));
  }

  private ObjectNode fields(ObjectShape of, ObjectNode object) {
    return structures.fields(
        of,
        object,
        unknown -> {
          found.incrementAndGet();
          ObjectNode fields = Json.object();
          unknown.fieldNames().forEachRemaining(name -> fields.set("f:" + name, Json.object()));
          return fields;
        });
  }

  private static ObjectShape shape() {
    return new ObjectShape(
        new GroupVersionKind("", "v1", "Thing"),
        MergeType.Unknown.DEDUCED,
        FieldSet.EMPTY,
        FieldSet.EMPTY,
        version -> true);
  }
}
