package io.mkube.apiserver.protobuf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.Json;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The very bytes that Kubernetes' generated code writes. */
class ProtobufObjectsTest {
  /** Unknown: TypeMeta, then the message behind its length, then two empty strings. */
  private static final String CONFIG_MAP_HEAD = "6b387300 0a0f 0a027631 1209 436f6e6669674d6170";

  private static final String EMPTY_METADATA = "0a00 1200 1a00 2200 2a00 3200 3800 4200";

  @Test
  void plainFieldsAreWrittenThoughTheyAreEmpty() {
    assertBytes(
        """
        {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"a",
        "creationTimestamp":"2026-01-02T03:04:05Z","labels":{"b":"2","a":"1"}},
        "spec":{"finalizers":["kubernetes"]},"status":{"phase":"Active"}}\
        """,
        "6b387300 0a0f 0a027631 1209 4e616d657370616365",
        "1243",
        "0a29 0a0161 1200 1a00 2200 2a00 3200 3800 4208 08a5ebdcca06 1000",
        "5a06 0a0161 120131 5a06 0a0162 120132",
        "120c 0a0a 6b756265726e65746573",
        "1a08 0a06 416374697665",
        "1a00 2200");
  }

  @Test
  void pointersMapsAndListsAreWrittenWhenTheyAreThere() {
    assertBytes(
        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\"}",
        CONFIG_MAP_HEAD,
        "1212 0a10",
        EMPTY_METADATA,
        "1a00 2200");
    assertBytes(
        """
        {"apiVersion":"v1","kind":"ConfigMap","data":{"\ud83d\ude00":"x","\uffee":"ü"},
        "binaryData":{"n":"","b":"AP8="},"immutable":false}\
        """,
        CONFIG_MAP_HEAD,
        "123a 0a10",
        EMPTY_METADATA,
        "1209 0a03 efbfae 1202 c3bc",
        "1209 0a04 f09f9880 120178",
        "1a07 0a0162 120200ff",
        "1a05 0a016e 1200",
        "2000",
        "1a00 2200");
  }

  @Test
  void aFrameOfAWatchBeginsWithItsLength() {
    ObjectNode map = Json.object().put("apiVersion", "v1").put("kind", "ConfigMap");

    byte[] frame = ProtobufObjects.event("ADDED", map);

    assertEquals(
        bytes("00000038 0a05 4144444544 122f 0a2d")
            + HexFormat.of().formatHex(ProtobufObjects.encode(map)),
        HexFormat.of().formatHex(frame));
  }

  @Test
  void refusesKindsWithoutAForm() {
    ObjectNode widget = Json.object().put("apiVersion", "example.com/v1").put("kind", "Widget");

    assertThrows(IllegalArgumentException.class, () -> ProtobufObjects.encode(widget));
  }

  private static void assertBytes(String json, String... expected) {
    byte[] written = ProtobufObjects.encode(Json.read(json.getBytes(StandardCharsets.UTF_8)));
    assertEquals(bytes(String.join("", expected)), HexFormat.of().formatHex(written));
  }

  private static String bytes(String hex) {
    return hex.replace(" ", "");
  }
}
