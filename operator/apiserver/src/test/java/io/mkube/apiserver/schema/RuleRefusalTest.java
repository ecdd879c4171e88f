package io.mkube.apiserver.schema;

import static io.mkube.apiserver.schema.RulesTest.object;
import static io.mkube.apiserver.schema.RulesTest.parse;
import static io.mkube.apiserver.schema.RulesTest.refusal;
import static io.mkube.apiserver.schema.RulesTest.spec;
import static io.mkube.apiserver.schema.RulesTest.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** Rules that are refused because they cannot work or cost too much. */
final class RuleRefusalTest {
  @Nested
  final class Costs {
    @Test
    void refuseRulesOverLongTextsWithoutLimit() {
      assertEquals(
          List.of(
              "properties[spec].properties[v].items.x-kubernetes-validations[0].rule: Forbidden:"
                  + " estimated rule cost exceeds budget by factor of more than 100x (try"
                  + " simplifying the rule, or adding maxItems, maxProperties, and maxLength where"
                  + " arrays, maps, and strings are declared)",
              "properties[spec].properties[v].items.x-kubernetes-validations[0].rule: Forbidden:"
                  + " contributed to estimated rule cost total exceeding cost limit for entire"
                  + " OpenAPIv3 schema",
              "Forbidden: x-kubernetes-validations estimated rule cost total for entire OpenAPIv3"
                  + " schema exceeds budget by factor of more than 100x (try simplifying the rule,"
                  + " or adding maxItems, maxProperties, and maxLength where arrays, maps, and"
                  + " strings are declared)"),
          refusal(
              spec(
                  "v: {type: array, items: {type: string, x-kubernetes-validations: [{rule:"
                      + " \"self.matches('^a+$')\"}]}}")));
    }

    @Test
    void acceptTheSameRuleWithLimits() {
      ObjectSchema schema =
          parse(
              spec(
                  "v: {type: array, maxItems: 100, items: {type: string, maxLength: 100,"
                      + " x-kubernetes-validations: [{rule: \"self.matches('^a+$')\"}]}}"));

      assertEquals(1, schema.validate(object("v: [a, b]"), null).size());
    }

    @Test
    void endARuleThatTakesTooLong() {
      ObjectNode rule = spec("v: {type: array, maxItems: 150, items: {type: integer}}");
      ((ObjectNode) rule.at("/properties/spec/properties/v"))
          .putArray("x-kubernetes-validations")
          .addObject()
          .put("rule", "self.all(a, self.all(b, self.all(c, a + b + c >= 0)))");
      List<String> numbers = Collections.nCopies(150, "1");

      List<String> refused = refusal(rule);

      assertTrue(refused.getFirst().contains("exceeds budget by factor of"), refused.toString());
      assertEquals(
          List.of(
              "spec.v: Invalid value: \"array\": 'operation cancelled: actual cost limit exceeded':"
                  + " no further validation rules will be run due to call cost exceeds limit for"
                  + " rule: self.all(a, self.all(b, self.all(c, a + b + c >= 0)))"),
          texts(ObjectSchema.ofAcceptedResource(rule).validate(object("v: " + numbers), null)));
    }
  }

  @Nested
  final class Definitions {
    @ParameterizedTest
    @org.junit.jupiter.params.provider.CsvSource(
        delimiter = '|',
        value = {
          "{rule: self.z == 1}|rule|compilation failed: ERROR: <input>:1:5: undefined field 'z'",
          "{rule: 'self.a +'}|rule|compilation failed: ERROR: <input>:1:9: Syntax error",
          "{rule: self.a}|rule|cel expression must evaluate to a bool",
          "{rule: 'foo == 1'}|rule|compilation failed: ERROR: <input>:1:1: undeclared reference to"
              + " 'foo' (in container '')",
          "{rule: \"'a'.matches('[')\"}|rule|compilation failed: ERROR: <input>:1:13: invalid"
              + " matches argument",
          "{rule: 'true', messageExpression: '1'}|messageExpression|messageExpression must evaluate"
              + " to a string",
          "{rule: 'true', optionalOldSelf: true}|optionalOldSelf|may not be set if oldSelf is not"
              + " used in rule",
          "{rule: ' '}|rule|rule is not specified",
          "{rule: 'true', message: \"a\\nb\"}|message|message must not contain line breaks",
          "{rule: \"true\\n"
              + "\\n"
              + "&& true\"}|message|message must be specified if rule contains line breaks",
          "{rule: 'true', reason: Other}|reason|supported values: \"FieldValueDuplicate\"",
          "{rule: 'true', fieldPath: .z}|fieldPath|fieldPath must be a valid path",
          "{rule: 'authorizer != null'}|rule|undeclared reference to 'authorizer'",
        })
    void areRefusedForRulesThatCannotWork(String rule, String field, String text) {
      ObjectNode schema =
          spec(
              "v: {type: object, x-kubernetes-validations: ["
                  + rule
                  + "], properties: {a: {type: integer}}}");

      List<String> refused = refusal(schema);

      assertTrue(
          refused
              .getFirst()
              .startsWith(
                  "properties[spec].properties[v].x-kubernetes-validations[0]." + field + ": "),
          refused.toString());
      assertTrue(refused.getFirst().contains(text), refused.toString());
    }

    @Test
    void areToldOfTypesThatDoNotFitWithoutTheOverloadsThatThereAre() {
      ObjectNode schema = spec("v: {type: string, x-kubernetes-validations: [{rule: self == 1}]}");

      String refused = refusal(schema).getFirst();

      assertTrue(
          refused.contains(
              "found no matching overload for '_==_' applied to '(string, int)'\n | self == 1\n"),
          refused);
    }

    @Test
    void areRefusedForDefaultsThatBreakTheirRules() {
      ObjectNode schema =
          spec("v: {type: integer, default: 3, x-kubernetes-validations: [{rule: self > 5}]}");

      assertEquals(
          List.of(
              "properties[spec].properties[v].default: Invalid value: \"integer\": failed rule:"
                  + " self > 5"),
          refusal(schema));
    }

    @Test
    void showTheWholeRule() {
      ObjectNode schema =
          spec("v: {type: integer, x-kubernetes-validations: [{rule: self, message: m}]}");

      assertEquals(
          List.of(
              "properties[spec].properties[v].x-kubernetes-validations[0].rule: Invalid value:"
                  + " apiextensions.ValidationRule{Rule:\"self\", Message:\"m\","
                  + " MessageExpression:\"\", Reason:(*apiextensions.FieldValueErrorReason)(nil),"
                  + " FieldPath:\"\", OptionalOldSelf:(*bool)(nil)}: cel expression must evaluate"
                  + " to a bool"),
          refusal(schema));
    }
  }
}
