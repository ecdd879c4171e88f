package io.mkube.apiserver.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.Json;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.yaml.snakeyaml.Yaml;

/** What has one structure has the same paths. */
class StructureProperties {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Fields {@code a} to {@code e} are a map list, a set, an atomic list, a map and a mystery. */
  private static final MergeType TYPE =
      DefinedMergeTypes.of(
          (ObjectNode)
              yaml(
                  """
                  type: object
                  properties:
                    a:
                      type: array
                      x-kubernetes-list-type: map
                      x-kubernetes-list-map-keys: [k, p]
                      items:
                        type: object
                        properties:
                          k: {type: string}
                          p: {type: string, default: x}
                          a: {type: array, x-kubernetes-list-type: set, items: {type: string}}
                          v: {type: string}
                    b: {type: array, x-kubernetes-list-type: set, items: {type: string}}
                    c: {type: array, x-kubernetes-list-type: atomic, items: {type: string}}
                    d: {type: object, additionalProperties: {type: object, properties: {k: {type: string}}}}
                    e: {x-kubernetes-preserve-unknown-fields: true}
                  """));

  @Property(tries = 3000)
  void equalTextsMeanEqualPaths(@ForAll("objects") JsonNode one, @ForAll("objects") JsonNode two) {
    if (Structure.of(TYPE, one).equals(Structure.of(TYPE, two))) {
      assertEquals(FieldSets.all(TYPE, one), FieldSets.all(TYPE, two));
    } else {
      assertNotEquals(one, two);
    }
  }

  @Property(tries = 300)
  void theTextTellsAllThatThePathsTell(@ForAll("objects") JsonNode object) {
    JsonNode other = object.deepCopy();
    other.forEach(
        field -> {
          if (field instanceof ObjectNode inside) {
            inside.put("extra", 1);
          }
        });
    assertEquals(
        FieldSets.all(TYPE, object).equals(FieldSets.all(TYPE, other)),
        Structure.of(TYPE, object).equals(Structure.of(TYPE, other)));
  }

  @Example
  void valuesThatTellNothingApartDoNotCount() {
    assertSameStructure(
        "{a: [{k: one, v: x}], c: [p, q], d: {m: {k: x}}, e: {f: [1]}}",
        "{a: [{k: one, v: y}], c: [r], d: {m: {k: y}}, e: {f: [2, 3]}}");
  }

  @Example
  void whatTellsElementsApartCounts() {
    assertOtherStructure("{a: [{k: one, v: x}]}", "{a: [{k: two, v: x}]}");
    assertOtherStructure("{a: [{k: one, p: x}]}", "{a: [{k: one, p: y}]}");
    assertOtherStructure("{b: [x]}", "{b: [y]}");
    assertOtherStructure("{b: [x]}", "{b: [x, x]}");
    assertOtherStructure("{a: [{k: '1'}]}", "{a: [{k: 1}]}");
  }

  @Example
  void whatIsNoObjectIsNotTakenForOneWithDefaultKeys() {
    MergeType type =
        DefinedMergeTypes.of(
            (ObjectNode)
                yaml(
                    """
                    type: object
                    properties:
                      a:
                        type: array
                        x-kubernetes-list-type: map
                        x-kubernetes-list-map-keys: [p]
                        items: {type: object, properties: {p: {type: string, default: x}}}
                    """));
    assertNotEquals(
        FieldSets.all(type, yaml("{a: [{}]}")), FieldSets.all(type, yaml("{a: [word]}")));
    assertNotEquals(Structure.of(type, yaml("{a: [{}]}")), Structure.of(type, yaml("{a: [word]}")));
  }

  @Example
  void namesCannotBeTakenForOthers() {
    assertOtherStructure("{e: {x: {y: 1}}}", "{e: {x: 1, y: 1}}");
    assertOtherStructure("{e: {xy: 1, z: 1}}", "{e: {x: 1, yz: 1}}");
    assertOtherStructure("{e: {'x}': {}}}", "{e: {x: {}}}");
  }

  private static void assertSameStructure(String one, String two) {
    assertEquals(Structure.of(TYPE, yaml(one)), Structure.of(TYPE, yaml(two)));
    assertEquals(FieldSets.all(TYPE, yaml(one)), FieldSets.all(TYPE, yaml(two)));
  }

  private static void assertOtherStructure(String one, String two) {
    assertNotEquals(Structure.of(TYPE, yaml(one)), Structure.of(TYPE, yaml(two)));
  }

  @Provide
  Arbitrary<JsonNode> objects() {
    return object(Arbitraries.lazy(() -> value(2)));
  }

  private static Arbitrary<JsonNode> value(int depth) {
    Arbitrary<JsonNode> scalar =
        Arbitraries.of(
            NODES.textNode("x"),
            NODES.textNode("y"),
            NODES.numberNode(1),
            NODES.booleanNode(true),
            NODES.nullNode());
    if (depth == 0) {
      return scalar;
    }
    Arbitrary<JsonNode> below = Arbitraries.lazy(() -> value(depth - 1));
    Arbitrary<JsonNode> lists = below.list().ofMaxSize(3).map(StructureProperties::list);
    return Arbitraries.oneOf(scalar, lists, object(below));
  }

  private static Arbitrary<JsonNode> object(Arbitrary<JsonNode> values) {
    return Combinators.combine(
            Arbitraries.of("a", "b", "c", "d", "e", "k", "p", "v").set().ofMaxSize(3),
            values.list().ofSize(3))
        .as(
            (names, fields) -> {
              ObjectNode object = Json.object();
              int i = 0;
              for (String name : names) {
                object.set(name, fields.get(i++));
              }
              return object;
            });
  }

  private static ArrayNode list(List<JsonNode> values) {
    return NODES.arrayNode().addAll(values);
  }

  private static JsonNode yaml(String text) {
    return Json.MAPPER.valueToTree(new Yaml().<Map<String, Object>>load(text));
  }
}
