package io.mkube.apiserver.schema;

import static io.mkube.apiserver.schema.Schemas.object;
import static io.mkube.apiserver.schema.Schemas.schema;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class StructuralSchemaTest {

  @Nested
  final class WhenPruning {
    private final ObjectSchema schema =
        schema(
            """
            spec:
              type: object
              properties:
                size: {type: integer}
                items: {type: array, items: {type: object, properties: {a: {type: string}}}}
                map: {type: object, additionalProperties: {type: object, properties: {b: {type: string}}}}
                open: {type: object, x-kubernetes-preserve-unknown-fields: true, properties: {c: {type: object, properties: {d: {type: string}}}}}
                anything: {type: object, additionalProperties: true}
                pod: {type: object, x-kubernetes-embedded-resource: true, x-kubernetes-preserve-unknown-fields: true}
            """);

    @Test
    void removesWhatIsNotSpecifiedAndTellsWhere() {
      ObjectNode object =
          object(
              """
              {"apiVersion":"g/v1","kind":"W","metadata":{"name":"a","foo":1,"creationTimestamp":null},
               "extra":1,
               "spec":{"size":1,"foo":2,"items":[{"a":"x"},{"a":"y","z":1}],
                "map":{"k":{"b":"1","q":2}},"open":{"any":{"x":1},"c":{"d":"","e":1}},
                "anything":{"x":{"y":1}},
                "pod":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","bar":1},"spec":{}}}}
              """);

      List<String> removed = schema.prune(object);

      assertEquals(
          List.of(
              "metadata.foo",
              "extra",
              "spec.foo",
              "spec.items[1].z",
              "spec.map.k.q",
              "spec.open.c.e",
              "spec.pod.metadata.bar"),
          removed);
      assertEquals(
          object(
              """
              {"apiVersion":"g/v1","kind":"W","metadata":{"name":"a"},
               "spec":{"size":1,"items":[{"a":"x"},{"a":"y"}],"map":{"k":{"b":"1"}},
                "open":{"any":{"x":1},"c":{"d":""}},"anything":{"x":{"y":1}},
                "pod":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{}}}}
              """),
          object);
      assertEquals(List.of(), schema.prune(object));
    }

    @Test
    void tellsOfItsOwnMetadataFirstAndOfThatInsideItLast() {
      ObjectNode object =
          object(
              """
              {"zz":1,"spec":{"pod":{"metadata":{"b":1,"a":1}},"y":1,"x":1},"metadata":{"q":1}}
              """);

      assertEquals(
          List.of(
              "metadata.q", "spec.x", "spec.y", "zz", "spec.pod.metadata.a", "spec.pod.metadata.b"),
          schema.prune(object));
    }

    @Test
    void removesNullsThatAreNoValueWithoutAWord() {
      ObjectSchema nulls =
          schema(
              """
              spec:
                type: object
                required: [must]
                properties:
                  plain: {type: string}
                  kept: {type: string, nullable: true}
                  filled: {type: string, default: a}
                  must: {type: string}
                  list: {type: array, items: {type: object, properties: {a: {type: integer}}}}
                  map: {type: object, additionalProperties: {type: string}}
                  open: {type: object, x-kubernetes-preserve-unknown-fields: true}
                  any: {x-kubernetes-preserve-unknown-fields: true}
              """);
      ObjectNode object =
          object(
              """
              {"spec":{"plain":null,"kept":null,"filled":null,"must":null,"list":[{"a":null}],
               "map":{"k":null},"open":{"x":null},"any":null}}
              """);

      assertEquals(List.of(), nulls.prune(object));
      assertEquals(
          object(
              """
              {"spec":{"kept":null,"filled":null,"list":[{}],"map":{},"open":{"x":null}}}
              """),
          object);
    }
  }

  @Nested
  final class WhenDefaulting {
    private final ObjectSchema schema =
        schema(
            """
            spec:
              type: object
              default: {}
              properties:
                size: {type: integer, default: 3}
                color: {type: string, nullable: true, default: red}
                shape: {type: string, default: round}
                list: {type: array, items: {type: object, properties: {n: {type: integer, default: 1}}}}
            """);

    @Test
    void fillsMissingFieldsAndNullsThatAreNoValue() {
      ObjectNode object =
          object("{\"spec\":{\"color\":null,\"shape\":null,\"list\":[{},{\"n\":2}]}}");

      schema.applyDefaults(object);

      assertEquals(
          object(
              """
              {"spec":{"color":null,"shape":"round","list":[{"n":1},{"n":2}],"size":3}}
              """),
          object);
    }

    @Test
    void fillsAMissingObjectAndWhatIsInIt() {
      ObjectNode object = object("{}");

      schema.applyDefaults(object);

      assertEquals(object("{\"spec\":{\"size\":3,\"color\":\"red\",\"shape\":\"round\"}}"), object);
    }
  }
}
