package io.mkube.apiserver.object;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class JsonEncoderProperties {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  @Property(tries = 500)
  void writesTheBytesThatJacksonWrites(@ForAll("trees") JsonNode tree) throws IOException {
    ObjectNode object = NODES.objectNode();
    object.set("spec", tree);
    assertArrayEquals(Json.MAPPER.writeValueAsBytes(object), Json.write(object));
  }

  @Property(tries = 500)
  void writesWhatIsReadAsTheSame(@ForAll("treesBeyondTheBasicPlane") JsonNode tree)
      throws IOException {
    ObjectNode object = NODES.objectNode();
    object.set("spec", tree);
    assertTrue(Json.same(object, Json.MAPPER.readTree(Json.write(object))));
  }

  @Example
  void writesLongTextsWithoutLosingTheirCharacters() throws IOException {
    String text = "plain \u0001\t\"\\/\u007f é € \uD83D\uDE00 ".repeat(20_000);
    ObjectNode object = NODES.objectNode().put("text", text);
    assertEquals(object, Json.MAPPER.readTree(Json.write(object)));
  }

  @Example
  void writesReplacementCharactersForHalvesOfCharacters() {
    ObjectNode object =
        NODES.objectNode().put("a", "x\uD83Dy").put("b", "\uDE00").put("c", "\uD83D");
    assertEquals(
        "{\"a\":\"x\uFFFDy\",\"b\":\"\uFFFD\",\"c\":\"\uFFFD\"}",
        new String(Json.write(object), StandardCharsets.UTF_8));
  }

  @Provide
  Arbitrary<JsonNode> trees() {
    return Arbitraries.randomValue(random -> tree(random, 4, 0x10000));
  }

  @Provide
  Arbitrary<JsonNode> treesBeyondTheBasicPlane() {
    return Arbitraries.randomValue(random -> tree(random, 4, Character.MAX_CODE_POINT + 1));
  }

  private static JsonNode tree(Random random, int depth, int codePoints) {
    int kind = random.nextInt(depth > 0 ? 12 : 8);
    if (kind < 8) {
      return scalar(random, kind, codePoints);
    }
    ArrayNode array = NODES.arrayNode();
    ObjectNode object = NODES.objectNode();
    for (int i = random.nextInt(4); i > 0; i--) {
      JsonNode child = tree(random, depth - 1, codePoints);
      array.add(child);
      object.set(text(random, codePoints), child);
    }
    return kind < 10 ? array : object;
  }

  private static JsonNode scalar(Random random, int kind, int codePoints) {
    return switch (kind) {
      case 0 -> NODES.numberNode(random.nextInt());
      case 1 -> NODES.numberNode(random.nextLong());
      case 2 -> NODES.numberNode(random.nextGaussian() * 1e9);
      case 3 -> NODES.booleanNode(random.nextBoolean());
      case 4 -> NODES.nullNode();
      case 5 -> NODES.numberNode(new BigInteger(90, random));
      default -> NODES.textNode(text(random, codePoints));
    };
  }

  /** Half of the characters are ASCII, where the escapes are. */
  private static String text(Random random, int codePoints) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      int c = random.nextInt(random.nextBoolean() ? 0x80 : codePoints);
      text.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? 'x' : c);
    }
    return text.toString();
  }
}
