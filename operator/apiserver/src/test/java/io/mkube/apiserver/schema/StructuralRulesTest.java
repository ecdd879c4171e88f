package io.mkube.apiserver.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StructuralRulesTest {
  private static final YAMLMapper YAML = new YAMLMapper();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | type: Required value: must not be empty at the root",
        "{type: string} | type: Invalid value: \"string\": must be object at the root",
        "{type: object, properties: {a: {}}} | properties[a].type: Required value: must not be"
            + " empty for specified object fields",
        "{type: object, properties: {a: {type: array}}} | properties[a].items: Required value:"
            + " must be specified",
        "{type: object, properties: {a: {type: strin}}} | properties[a].type: Unsupported value:"
            + " \"strin\": supported values: \"array\", \"boolean\", \"integer\", \"number\","
            + " \"object\", \"string\"",
        "{type: object, additionalProperties: false} | additionalProperties: Forbidden: must not be"
            + " used at the root",
        "{type: object, properties: {a: {type: object, additionalProperties: false, properties: {b:"
            + " {type: string}}}}} | properties[a].additionalProperties: Forbidden:"
            + " additionalProperties and properties are mutual exclusive",
        "{type: object, properties: {a: {type: string, $schema: x}}} | Invalid value: \"\":"
            + " OpenAPIV3Schema 'schema' is not supported",
        "{type: object, default: {}} | default.apiVersion: Required value: must not" + " be empty",
        "{type: object, properties: {metadata: {type: object, properties: {name: {type: string,"
            + " default: a}}}}} | properties[metadata].properties[name].default: Forbidden: must"
            + " not be set in top-level metadata",
        "{type: object, properties: {a: {type: object, x-kubernetes-embedded-resource: true,"
            + " properties: {metadata: {type: object, x-kubernetes-embedded-resource: true,"
            + " properties: {name: {type: string}}}}}}} |"
            + " properties[a].properties[metadata].x-kubernetes-embedded-resource: Forbidden: must"
            + " not be used inside of resource meta",
        "{type: object, properties: {a: {type: object, x-kubernetes-embedded-resource: true,"
            + " x-kubernetes-preserve-unknown-fields: true, default: {kind: 5, apiVersion: v1}}}} |"
            + " properties[a].default.kind: Invalid value: 5: must be a string",
        "{type: object, properties: {a: {type: object, x-kubernetes-embedded-resource: true,"
            + " x-kubernetes-preserve-unknown-fields: true, default: {kind: P, apiVersion: v1,"
            + " metadata: {name: 5}}}}} | properties[a].default.metadata: Invalid value:"
            + " map[string]interface {}{\"name\":5}: json: cannot unmarshal number into Go struct"
            + " field ObjectMeta.name of type string",
        "{type: object, properties: {a: {type: object, x-kubernetes-embedded-resource: true,"
            + " properties: {apiVersion: {type: string, default: a/b/c}}}}} |"
            + " properties[a].properties[apiVersion].default: Invalid value: \"a/b/c\": must result"
            + " in valid metadata: apiVersion: Invalid value: \"a/b/c\": unexpected GroupVersion"
            + " string: a/b/c",
        "{type: object, properties: {a: {type: object, x-kubernetes-embedded-resource: true,"
            + " properties: {metadata: {type: object, properties: {finalizers: {type: array, items:"
            + " {type: string, default: 5}}}}}}}} |"
            + " properties[a].properties[metadata].properties[finalizers].items.default: Invalid"
            + " value: 5: must result in valid metadata: metadata: Invalid value:"
            + " map[string]interface {}{\"finalizers\":[]interface {}{5}}: json: cannot unmarshal"
            + " number into Go struct field ObjectMeta.finalizers of type string",
        "{type: object, properties: {a: {type: object, x-kubernetes-embedded-resource: true,"
            + " properties: {metadata: {type: object, properties: {labels: {type: object,"
            + " additionalProperties: {type: string, default: a}}}}}}}} | properties[a]"
            + ".properties[metadata].properties[labels].additionalProperties.default: Forbidden:"
            + " must not be set inside additionalProperties applying to object metadata",
        "{type: object, properties: {a: {type: object, $ref: x}}} | properties[a].$ref:"
            + " Forbidden: $ref is not supported",
        "{type: object, properties: {a: {type: string, allOf: [{type: string}]}}} |"
            + " properties[a].allOf[0].type: Forbidden: must be empty to be structural",
        "{type: object, anyOf: [{properties: {x: {minimum: 1}}}]} | properties[x]: Required"
            + " value: because it is defined in \u0000.anyOf[0].properties[x]",
        "{type: object, properties: {a: {type: string, default: 1}}} | properties[a].default:"
            + " Invalid value: \"integer\":  in body must be of type string: \"integer\"",
        "{type: object, properties: {a: {type: string, pattern: '(?=a)'}}} | properties[a].pattern:"
            + " Invalid value: \"(?=a)\": must be a valid regular expression, but isn't: error"
            + " parsing regexp: invalid or unsupported Perl syntax: `(?=`",
        "{type: object, properties: {a: {type: object, x-kubernetes-preserve-unknown-fields:"
            + " false}}} | properties[a].x-kubernetes-preserve-unknown-fields: Invalid value:"
            + " false: must be true or undefined",
        "{type: object, properties: {metadata: {type: object, properties: {labels: {type:"
            + " object}}}}} | properties[metadata]: Forbidden: must not specify anything other"
            + " than name and generateName, but metadata is implicitly specified",
        "{type: object, additionalProperties: {type: string}} | additionalProperties: Forbidden:"
            + " must not be used at the root",
        "{type: object, properties: {kind: {type: integer}}} | properties[kind].type: Invalid"
            + " value: \"integer\": must be string",
        "{type: object, properties: {metadata: {type: object, description: d}}} |"
            + " properties[metadata]: Forbidden: must not specify anything other than name and"
            + " generateName, but metadata is implicitly specified",
        "{type: object, properties: {metadata: {type: object}}, anyOf: [{properties: {metadata:"
            + " {}}}]} | anyOf[0].properties[metadata]: Forbidden: must not be specified in a"
            + " nested context",
        "{type: object, properties: {a: {type: string, allOf: [{x-kubernetes-validations: [{rule:"
            + " 'true'}]}]}}} | properties[a].allOf[0].x-kubernetes-validations: Forbidden: must"
            + " be empty to be structural",
        "{type: object, properties: {a: {type: string, not: {nullable: true}}}} |"
            + " properties[a].not.nullable: Forbidden: must be false to be structural",
        "{type: object, properties: {a: {x-kubernetes-int-or-string: true,"
            + " x-kubernetes-preserve-unknown-fields: true}}} |"
            + " properties[a].x-kubernetes-preserve-unknown-fields: Invalid value: true: must be"
            + " false if x-kubernetes-int-or-string is true",
        "{type: object, properties: {a: {x-kubernetes-int-or-string: true, oneOf: [{type:"
            + " integer}]}}} | properties[a].oneOf[0].type: Forbidden: must be empty to be"
            + " structural",
        "{type: object, properties: {a: {x-kubernetes-embedded-resource: true,"
            + " x-kubernetes-preserve-unknown-fields: true}}} | properties[a].type: Required"
            + " value: must be object if x-kubernetes-embedded-resource is true",
        "{type: object, properties: {a: {type: object, x-kubernetes-embedded-resource: true,"
            + " additionalProperties: true}, b: {type: object}}} |"
            + " properties[a].additionalProperties: Forbidden: must not be used if"
            + " x-kubernetes-embedded-resource is set",
        "{type: object, properties: {a: {type: array, x-kubernetes-list-type: map, items: {type:"
            + " object}}}} | properties[a].x-kubernetes-list-map-keys: Required value: must not"
            + " be empty if x-kubernetes-list-type is map",
      })
  void saysWhereAndWhy(String yaml, String message) {
    SchemaException thrown = assertThrows(SchemaException.class, () -> parse(yaml));

    assertEquals(message, thrown.errors().getFirst().text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{type: object, x-kubernetes-preserve-unknown-fields: true}",
        "{type: object, properties: {a: {x-kubernetes-int-or-string: true, anyOf: [{type:"
            + " integer}, {type: string}]}}}",
        "{type: object, properties: {a: {x-kubernetes-int-or-string: true, allOf: [{anyOf: [{type:"
            + " integer}, {type: string}]}, {pattern: '^a'}]}}}",
        "{type: object, properties: {a: {type: object, additionalProperties: true, properties: {b:"
            + " {type: string}}}}}",
        "{type: object, properties: {a: {type: string, anyOf: [{description: '', nullable:"
            + " false}]}}}",
        "{type: object, properties: {metadata: {type: object, properties: {name: {type: string,"
            + " maxLength: 3}}}}}",
        "{type: object, properties: {a: {x-kubernetes-preserve-unknown-fields: true}}}",
        "{type: object, properties: {a: {type: object, additionalProperties: false}}}",
        "{type: object, properties: {a: {type: string, x-kubernetes-int-or-string: true}}}",
        "{type: object, properties: {a: {x-kubernetes-int-or-string: true, default: 1.5}}}",
        "{type: object, properties: {a: {type: object, anyOf: [{properties: {x: {minimum: 1}}}]}}}",
        "{type: object, properties: {a: {type: object, not: {additionalProperties: false}}}}",
        "{type: object, properties: {a: {type: object, x-kubernetes-embedded-resource: true,"
            + " x-kubernetes-preserve-unknown-fields: true, default: {apiVersion: v1, kind: Pod,"
            + " metadata: {name: a, unknown: 1}}}}}",
        "{type: object, properties: {a: {type: string, pattern: '^[[:alpha:]_-]+\\d?$'}}}",
        "{type: object, properties: {a: {type: object, default: {b: 1}, properties: {b: {type:"
            + " integer}}}}}",
      })
  void acceptsStructuralOnes(String yaml) throws Exception {
    assertEquals(List.of(), parse(yaml).validate(JsonNodeFactory.instance.objectNode(), null));
  }

  private static ObjectSchema parse(String yaml) throws Exception {
    return ObjectSchema.ofCustomResource((ObjectNode) YAML.readTree(yaml));
  }
}
