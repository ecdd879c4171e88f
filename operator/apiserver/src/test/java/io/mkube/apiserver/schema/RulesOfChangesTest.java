package io.mkube.apiserver.schema;

import static io.mkube.apiserver.schema.RulesTest.object;
import static io.mkube.apiserver.schema.RulesTest.parse;
import static io.mkube.apiserver.schema.RulesTest.refusal;
import static io.mkube.apiserver.schema.RulesTest.spec;
import static io.mkube.apiserver.schema.RulesTest.texts;
import static io.mkube.apiserver.schema.RulesTest.withRule;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cel.validation.RuleChecks;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules that look at what was there before, and what an update is excused from. */
final class RulesOfChangesTest {
  @Nested
  final class OfAChange {
    @Test
    void runOnlyWhenThereIsAValueBefore() {
      ObjectSchema schema =
          withRule("{type: string, maxLength: 9}", "{rule: self == oldSelf, message: is fixed}");

      assertEquals(List.of(), texts(schema.validate(object("v: a"), null)));
      assertEquals(List.of(), texts(schema.validate(object("v: a"), object("w: 1"))));
      assertEquals(List.of(), texts(schema.validate(object("v: a"), object("v: a"))));
      assertEquals(
          List.of("spec.v: Invalid value: \"string\": is fixed"),
          texts(schema.validate(object("v: b"), object("v: a"))));
    }

    @Test
    void findElementsOfMapsByTheirKeys() {
      ObjectSchema schema =
          withRule(
              "{type: array, maxItems: 9, x-kubernetes-list-type: map, x-kubernetes-list-map-keys:"
                  + " [n], items: {type: object, required: [n], properties: {n: {type: string,"
                  + " maxLength: 9}, size: {type: integer, x-kubernetes-validations: [{rule: self"
                  + " >= oldSelf, message: must not shrink}]}}}}",
              "{rule: 'oldSelf == self || size(self) > 1'}");

      assertEquals(
          List.of("spec.v[1].size: Invalid value: \"integer\": must not shrink"),
          texts(
              schema.validate(
                  object("v: [{n: b, size: 3}, {n: a, size: 1}]"),
                  object("v: [{n: a, size: 2}, {n: b, size: 1}]"))));
    }

    @Test
    void canSeeThatThereWasNoValue() {
      ObjectSchema schema =
          withRule(
              "{type: string, maxLength: 9}",
              "{rule: 'oldSelf.hasValue() || self == \"first\"', optionalOldSelf: true}");

      assertEquals(List.of(), texts(schema.validate(object("v: first"), null)));
      assertEquals(1, schema.validate(object("v: second"), null).size());
      assertEquals(List.of(), texts(schema.validate(object("v: second"), object("v: first"))));
    }

    @Test
    void compareFieldsOfAnAtomicObject() {
      ObjectSchema schema =
          parse(
              spec(
                  "v: {type: object, x-kubernetes-map-type: atomic, properties: {w: {type: integer,"
                      + " x-kubernetes-validations: [{rule: self >= oldSelf}]}}}"));

      assertEquals(List.of(), texts(schema.validate(object("v: {w: 2}"), object("v: {w: 1}"))));
      assertEquals(
          List.of("spec.v.w: Invalid value: \"integer\": failed rule: self >= oldSelf"),
          texts(schema.validate(object("v: {w: 1}"), object("v: {w: 2}"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"set", "atomic"})
    void areRefusedWhereNothingCanBeCompared(String listType) {
      ObjectNode schema =
          spec(
              "v: {type: array, maxItems: 9, x-kubernetes-list-type: "
                  + listType
                  + ", items: {type: string, maxLength: 9, x-kubernetes-validations: [{rule: self"
                  + " == oldSelf}]}}");

      assertEquals(
          List.of(
              "properties[spec].properties[v].items.x-kubernetes-validations[0].rule: Invalid"
                  + " value: \"self == oldSelf\": oldSelf cannot be used on the uncorrelatable"
                  + " portion of the schema within "
                  + RuleChecks.SCHEMA_ROOT
                  + ".properties[spec].properties[v]"),
          refusal(schema));
    }
  }

  @Nested
  final class Ratcheting {
    private final ObjectSchema schema =
        parse(
            spec(
                """
                a: {type: string, maxLength: 9, x-kubernetes-validations: [{rule: self == 'ok'}]}
                b: {type: integer, maximum: 5}
                list: {type: array, maxItems: 9, items: {type: string, maxLength: 9, x-kubernetes-validations: [{rule: self == 'ok'}]}}
                change: {type: integer, x-kubernetes-validations: [{rule: self > oldSelf}]}
                """));

    @Test
    void excusesWhatDidNotChange() {
      assertEquals(
          List.of(),
          texts(
              schema.validate(
                  object("{a: bad, b: 9, list: [bad]}"),
                  object("{a: bad, b: 9, list: [bad], z: 1}"))));
    }

    @Test
    void doesNotExcuseElementsOfAListThatChanged() {
      assertEquals(
          List.of("spec.list[0]: Invalid value: \"string\": failed rule: self == 'ok'"),
          texts(schema.validate(object("{list: [bad, ok]}"), object("{list: [bad]}"))));
    }

    @Test
    void excusesElementsOfAMapThatOnlyMoved() {
      ObjectSchema ports =
          parse(
              spec(
                  """
                  ports:
                    type: array
                    maxItems: 9
                    x-kubernetes-list-type: map
                    x-kubernetes-list-map-keys: [name]
                    x-kubernetes-validations: [{rule: "self[0].name == 'a'", message: a comes first}]
                    items:
                      type: object
                      required: [name]
                      properties: {name: {type: string, maxLength: 9}, no: {type: integer}}
                  """));
      String old = "{ports: [{name: b, no: 2}, {name: c, no: 3}]}";

      assertEquals(
          List.of(),
          texts(
              ports.validate(
                  object("{ports: [{no: 3, name: c}, {name: b, no: 2}]}"), object(old))));
      assertEquals(
          List.of("spec.ports: Invalid value: \"array\": a comes first"),
          texts(
              ports.validate(
                  object("{ports: [{name: c, no: 3}, {name: b, no: 9}]}"), object(old))));
    }

    @Test
    void doesNotExcuseRulesAboutTheChange() {
      assertEquals(
          List.of("spec.change: Invalid value: \"integer\": failed rule: self > oldSelf"),
          texts(schema.validate(object("{change: 1}"), object("{change: 1}"))));
    }
  }
}
