package io.mkube.apiserver.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.apiserver.object.Json;
import io.mkube.store.StoreKey;
import io.mkube.store.encoding.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CachedObjectTest {
  private static final StoreKey KEY = new StoreKey("", "pods", "ns", "a");

  private static CachedObject of(String json) {
    return CachedObject.of(KEY, 42, "u", Value.of(json.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"metadata\":{}}",
        "{\"metadata\":{\"name\":\"a\"}}",
        "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"ü\"},\"x\":[1]}",
        "{\"x\":{\"metadata\":{\"no\":1}},\"metadata\" : { \"name\":\"a\" },\"y\":{}}",
      })
  void putsTheRevisionIntoTheMetadata(String json) throws IOException {
    CachedObject object = of(json);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    object.writeTo(out);

    assertEquals("42", Json.read(object.encoded()).at("/metadata/resourceVersion").asText());
    assertEquals(object.decode(), Json.read(object.encoded()));
    assertEquals(Json.read(object.encoded()), Json.read(out.toByteArray()));
    assertEquals("43", object.at(43).decode().at("/metadata/resourceVersion").asText());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"metadata\":{}}",
        "{\"x\":[1,2.5,12345678901234567890,null,true],\"metadata\":{\"resourceVersion\":\"7\"}}",
        "{\"kind\":\"Pod\",\"metadata\":{\"resourceVersion\":\"7\",\"name\":\"ü\",\"labels\":{\"a\":\"b\"},"
            + "\"ownerReferences\":[{\"uid\":\"1\"}],\"deletionTimestamp\":\"2026-01-01T00:00:00Z\"}}",
      })
  void knowsTheSameOfATreeAsOfItsBytes(String json) {
    CachedObject prepared =
        CachedObject.prepare(
            KEY, Json.read(json.getBytes(StandardCharsets.UTF_8)), Set.of("resourceVersion"));
    CachedObject scanned = CachedObject.of(KEY, 42, "u", prepared.content());

    assertEquals(
        new String(scanned.encoded(), StandardCharsets.UTF_8),
        new String(prepared.at(42).encoded(), StandardCharsets.UTF_8));
    assertEquals(scanned.labels(), prepared.labels());
    assertEquals(scanned.owners(), prepared.owners());
    assertEquals(scanned.deleting(), prepared.deleting());
  }

  @Test
  void knowsWhatListsAndTheCollectorAskFor() {
    CachedObject object =
        of(
            """
            {"metadata":{"annotations":{"a":{"deep":[1,2]}},"labels":{"l":"v","n":"w"},
            "ownerReferences":[{"kind":"X","uid":"1","list":[{}]},{"uid":"2"}],
            "deletionTimestamp":"2026-01-01T00:00:00Z"}}
            """);

    assertEquals(Map.of("l", "v", "n", "w"), object.labels());
    assertEquals(List.of("1", "2"), object.owners());
    assertTrue(object.deleting());
  }

  @Test
  void readsASelectableFieldOnce() {
    AtomicInteger reads = new AtomicInteger();
    CachedObject object = of("{\"metadata\":{},\"spec\":{\"nodeName\":\"n\"}}");

    for (int i = 0; i < 3; i++) {
      String value =
          object.field(
              "spec.nodeName",
              tree -> {
                reads.incrementAndGet();
                return tree.at("/spec/nodeName").asText();
              });
      assertEquals("n", value);
    }

    assertEquals(1, reads.get());
    assertEquals("a", object.field("metadata.name", tree -> "never"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{}", "{\"metadata\":7}", "{\"metadata\":{"})
  void namesTheKeyOfAnUnreadableValue(String json) {
    IllegalStateException failure =
        assertThrows(IllegalStateException.class, () -> of(json).labels());

    assertTrue(String.valueOf(failure.getMessage()).contains("core/pods/ns/a"));
  }
}
