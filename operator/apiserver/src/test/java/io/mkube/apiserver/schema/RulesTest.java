package io.mkube.apiserver.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.mkube.apiserver.error.FieldError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code x-kubernetes-validations}: what is accepted, what they see and what they say. */
final class RulesTest {
  private static final YAMLMapper YAML = new YAMLMapper();

  /** Every type that a schema can give a value, under names that need escaping. */
  private static final String FIELDS =
      """
      text: {type: string, maxLength: 50}
      count: {type: integer}
      ratio: {type: number}
      flag: {type: boolean}
      when: {type: string, format: date-time}
      day: {type: string, format: date}
      lasting: {type: string, format: duration}
      data: {type: string, format: byte, maxLength: 50}
      port: {x-kubernetes-int-or-string: true}
      maybe: {type: object, nullable: true, properties: {a: {type: string}}}
      empty: {type: string, nullable: true, maxLength: 5}
      absent: {type: string, maxLength: 50}
      list: {type: array, maxItems: 5, items: {type: string, maxLength: 10}}
      numbers: {type: array, maxItems: 5, items: {type: integer}}
      set: {type: array, maxItems: 5, x-kubernetes-list-type: set, items: {type: string, maxLength: 5}}
      otherSet: {type: array, maxItems: 5, x-kubernetes-list-type: set, items: {type: string, maxLength: 5}}
      byName:
        type: array
        maxItems: 5
        x-kubernetes-list-type: map
        x-kubernetes-list-map-keys: [name]
        items: {type: object, required: [name], properties: {name: {type: string, maxLength: 5}, v: {type: integer}}}
      labels: {type: object, maxProperties: 5, additionalProperties: {type: string, maxLength: 10}}
      child: {type: object, properties: {inner: {type: string, maxLength: 10}}}
      pod: {type: object, x-kubernetes-embedded-resource: true, x-kubernetes-preserve-unknown-fields: true}
      a-b: {type: integer}
      c.d: {type: integer}
      e__f: {type: integer}
      g/h: {type: integer}
      namespace: {type: string, maxLength: 10}
      """;

  private static final String VALUES =
      """
      text: hello
      count: 3
      ratio: 2
      flag: true
      when: "2024-01-02T03:04:05Z"
      day: "2024-01-02"
      lasting: 1h30m
      data: aGk=
      port: 80%
      maybe: null
      empty: null
      list: [a, b]
      numbers: [3, 1, 2]
      set: [a, b]
      otherSet: [b, a]
      byName: [{name: x, v: 1}, {name: y, v: 2}]
      labels: {k: v, a.b/c: w}
      child: {inner: i}
      pod: {apiVersion: v1, kind: Pod, metadata: {name: p, labels: {a: b}}, spec: {x: 1}}
      a-b: 1
      c.d: 2
      e__f: 3
      g/h: 4
      namespace: ns
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "self.text == 'hello' && self.text.size() == 5 && self.text.startsWith('he')",
        "self.count + 1 == 4 && self.ratio == 2.0 && self.ratio < 3 && self.flag",
        "self.when.getFullYear() == 2024 && self.when > timestamp('2023-01-01T00:00:00Z')",
        "self.day == timestamp('2024-01-02T00:00:00Z') && self.when - self.day < duration('4h')",
        "self.lasting == duration('90m') && self.lasting.getMinutes() == 90",
        "self.data == b'hi' && size(self.data) == 2",
        "type(self.port) == string && self.port.endsWith('%')",
        "type(self.port) == int ? self.port < 5 : double(self.port.replace('%', '')) > 0.5",
        "!has(self.maybe) && !has(self.empty) && !self.?empty.hasValue()",
        "!has(self.absent) && self.?absent.orValue('d') == 'd'",
        "has(self.child) && has(self.child.inner) && !has(self.pod.metadata.generateName)",
        "self.pod.kind == 'Pod' && self.pod.metadata.name == 'p'",
        "self.list == ['a', 'b'] && self.list != ['b', 'a'] && 'a' in self.list",
        "self.list.all(e, e.size() == 1) && self.list.exists_one(e, e == 'a')",
        "self.list.map(e, e + '!') == ['a!', 'b!'] && self.list.filter(e, e > 'a') == ['b']",
        "self.set == self.otherSet && self.set == ['b', 'a']",
        "(self.set + ['b', 'c']).size() == 3",
        "self.byName == self.byName && (self.byName + self.byName).size() == 2",
        "self.byName.all(e, e.v > 0) && self.byName.exists(e, e.name == 'y')",
        "self.labels['k'] == 'v' && self.labels['a.b/c'] == 'w' && 'k' in self.labels",
        "self.labels.all(k, k.size() > 0) && self.labels.k == 'v'",
        "self.a__dash__b == 1 && self.c__dot__d == 2 && self.e__underscores__f == 3",
        "self.g__slash__h == 4 && self.__namespace__ == 'ns'",
        "self.namespace == 'ns' && has(self.namespace) && self.namespace.size() == 2",
        "type(self.when) == google.protobuf.Timestamp",
        "type(self.lasting) == google.protobuf.Duration",
        "type(ip('10.0.0.1')) == net.IP && type(cidr('10.0.0.0/8')) == net.CIDR",
        "self.numbers.sum() == 6 && self.numbers.min() == 1 && self.numbers.max() == 3",
        "!self.numbers.isSorted() && [1, 2].isSorted() && self.numbers.indexOf(1) == 1",
        "[1, 2, 1].lastIndexOf(1) == 2 && self.list.indexOf('z') == -1",
        "[1.5, 2.5].sum() == 4.0 && self.list.max() == 'b' && [3, 4].min() == 3",
        "self.text.find('l+') == 'll' && self.text.findAll('[lo]') == ['l', 'l', 'o']",
        "self.text.findAll('[lo]', 2).size() == 2 && self.text.matches('^h.*o$')",
        "self.text.upperAscii() == 'HELLO' && self.text.charAt(1) == 'e'",
        "self.text.split('l') == ['he', '', 'o'] && self.list.join('-') == 'a-b'",
        "self.text.substring(1, 3) == 'el' && ' x '.trim() == 'x' && 'aXb'.indexOf('X') == 1",
        "'%s has %d of %.2f %x %b'.format([dyn(self.text), dyn(self.count), dyn(1.5), dyn(255),"
            + " dyn(5)]) == 'hello has 3 of 1.50 ff 101'",
        "'%s'.format([[1, 2]]) == '[1, 2]' && '%s'.format([duration('90s')]) == '90s'",
        "strings.quote('a\"b') == '\"a\\\\\"b\"'",
        "url('https://u@example.com:80/a%20b?x=1&x=2').getHost() == 'example.com:80'",
        "url('https://example.com:80/a').getHostname() == 'example.com'",
        "url('https://[::1]:80/a').getHostname() == '::1' && url('/p').getScheme() == ''",
        "url('https://e.com:80/a%20b?x=1').getPort() == '80' && isURL('https://a') && !isURL('a')",
        "url('https://e.com/a%20b').getEscapedPath() == '/a%20b'",
        "url('https://e.com?x=1&x=2').getQuery()['x'] == ['1', '2']",
        "quantity('1Gi').isGreaterThan(quantity('1G')) && isQuantity('1.5') && !isQuantity('x')",
        "quantity('1k').asInteger() == 1000 && quantity('1').add(quantity('2')).sub(1).sign() == 1",
        "quantity('1.5').isInteger() == false && quantity('500m').asApproximateFloat() == 0.5",
        "quantity('1').compareTo(quantity('2')) == -1 && quantity('1000m') == quantity('1')",
        "ip('127.0.0.1').isLoopback() && ip('::1').family() == 6 && isIP('10.0.0.1')",
        "!isIP('::ffff:1.2.3.4') && !isIP('fe80::1%eth0') && !isIP('01.2.3.4')",
        "ip('10.0.0.1').isGlobalUnicast() && ip('169.254.1.1').isLinkLocalUnicast()",
        "ip.isCanonical('2001:db8::1') && !ip.isCanonical('2001:DB8::1')",
        "string(ip('2001:db8:0:0:0:0:0:1')) == '2001:db8::1' && ip('1.1.1.1') == ip('1.1.1.1')",
        "cidr('10.0.0.0/8').containsIP('10.1.2.3') && isCIDR('::/0') && !isCIDR('10.0.0.0/33')",
        "cidr('10.0.0.0/8').containsIP(ip('10.1.2.3')) && !cidr('10.0.0.0/8').containsIP('::1')",
        "cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16') && cidr('10.1.2.3/8').prefixLength() == 8",
        "string(cidr('10.1.2.3/8').masked()) == '10.0.0.0/8' && cidr('10.1.2.3/8').ip() =="
            + " ip('10.1.2.3')",
        "!format.dns1123Label().validate(self.text).hasValue()",
        "format.dns1123Label().validate('A_B').hasValue()",
        "format.named('uuid').value().validate('x').hasValue() && !format.named('z').hasValue()",
        "sets.contains(self.list, ['a']) && sets.equivalent([1, 2], [2, 1]) && sets.intersects([1],"
            + " [1, 2])",
        "self.list.all(i, e, e == self.list[i]) && self.labels.exists(k, v, v == 'w')",
        "self.numbers.transformList(i, v, v > 1, v + i) == [3, 4]",
        "self.labels.transformMap(k, v, v + '!')['k'] == 'v!'",
        "optional.of(1).hasValue() && optional.none().orValue(2) == 2 && self.list[?5].orValue('x')"
            + " == 'x'",
        "[1, 2].filter(e, e > 2).sum() == 0 && [duration('1s')].sum() == duration('1s')",
        "dyn([1, 2]).sum() == 3 && dyn([]).sum() == 0",
        "[1u, 2u].sum() == 3u && [1.5].filter(e, e > 2.0).sum() == 0.0",
        "string(10.0) == '10' && string(1234567.0) == '1.234567e+06' && string(1e-5) == '1e-05'",
        "string(123456.0) == '123456' && string(-0.25) == '-0.25' && string(1e21) == '1e+21'",
        "string(duration('1.5s')) == '1.5s' && duration('1h1ms').getMilliseconds() == 3600001",
        "string(timestamp('2011-08-18T19:03:37.010Z')) == '2011-08-18T19:03:37.01Z'",
        "'%e'.format([3.14]) == '3.140000×10⁰⁰' && '%e'.format([-0.00012]) == '-1.200000×10⁻⁰⁴'",
        "'%f'.format([1234567.5]) == '1,234,567.500000' && '%.1f'.format(['NaN']) == 'NaN'",
        "'%s'.format([['a', 'b']]) == '[\"a\", \"b\"]' && '%s'.format([{'b': 1}]) == '{\"b\":1}'",
        "'%s'.format([type(1)]) == 'int' && '%s'.format([1e21]) == '1e+21'",
        "url('https://e.com/with space/').getEscapedPath() == '/with%20space/'",
        "url('https://e.com/?a b=c d').getQuery() == {'a b': ['c d']}",
        "url('HTTP://u:p@H:8/ä').getHost() == 'H:8' && url('https://e.com/ä').getEscapedPath() =="
            + " '/%C3%A4'",
        "url('https://e.com/a%2Fb[x]{y}|').getEscapedPath() == '/a/b%5Bx%5D%7By%7D%7C'",
        "!isURL('https://a:b:c/') && !isURL('https://a b/') && isURL('/x y') && isURL('mailto:a"
            + " b')",
        "url('https://e.com/p?k=b&k=c#f').getQuery() == {'k': ['b', 'c']}",
        "url('/p#f').getEscapedPath() == '/p' && url('//h/p').getHost() == 'h'",
        "!isURL('https://e.com/%zz') && !isURL('http://[::1') && isURL('https://e.com/a#b c')",
        "!isURL('') && !isURL('?x') && !isURL(':x') && isURL('//x/y') && !isURL('http://u:p w@h/')",
        "1 < 1.5 && 2 >= 1.0 && [1, 2] == [1, 2] && {'a': 1}.a == 1",
        "[1, 2, 3].exists(x, x == 2) && {'a': 1, 'b': 2}.all(k, k in ['a', 'b'])",
        "self == self && self.child == self.child && self.pod == self.pod",
      })
  void see(String rule) {
    assertEquals(List.of(), check(rule));
  }

  @Test
  void failWithTheirMessage() {
    assertEquals(
        List.of("spec: Invalid value: \"object\": failed rule: self.count > 5"),
        check("self.count > 5"));
  }

  @Test
  void sayWhyTheyCannotBeEvaluated() {
    assertEquals(
        List.of(
            "spec: Invalid value: \"object\": no such key: absent evaluating rule: self.absent =="
                + " ''"),
        check("self.absent == ''"));
    assertEquals(
        List.of(
            "spec: Invalid value: \"object\": index out of bounds: 7 evaluating rule: self.list[7]"
                + " == ''"),
        check("self.list[7] == ''"));
    assertEquals(
        List.of(
            "spec: Invalid value: \"object\": division by zero evaluating rule: 1 / (self.count -"
                + " 3) == 1"),
        check("1 / (self.count - 3) == 1"));
    assertEquals(
        List.of(
            "spec: Invalid value: \"object\": 'no such overload': call arguments did not match a"
                + " supported operator, function or macro signature for rule: self.port + 1 == 2"),
        check("self.port + 1 == 2"));
    assertEquals(
        List.of(
            "spec: Invalid value: \"object\": no such key: z evaluating rule: self.labels['z'] =="
                + " ''"),
        check("self.labels['z'] == ''"));
  }

  @Nested
  final class Messages {
    @Test
    void comeFromExpressions() {
      assertEquals(
          List.of("spec.v: Invalid value: \"integer\": 7 is more than 5"),
          run("{rule: self < 5, messageExpression: '\"%d is more than 5\".format([self])'}"));
    }

    @Test
    void doNotJoinTextsOfUnknownLength() {
      AssertionError refused =
          assertThrows(
              AssertionError.class,
              () -> run("{rule: self < 5, messageExpression: 'string(self) + \" is more\"'}"));
      assertTrue(
          String.valueOf(refused.getMessage())
              .contains("estimated messageExpression cost exceeds budget"));
    }

    @Test
    void fallBackWhenTheExpressionFails() {
      assertEquals(
          List.of("spec.v: Invalid value: \"integer\": too much"),
          run("{rule: self < 5, message: too much, messageExpression: 'string(1 / 0)'}"));
      assertEquals(
          List.of("spec.v: Invalid value: \"integer\": failed rule: self < 5"),
          run("{rule: self < 5, messageExpression: '\"  \"'}"));
    }

    @Test
    void haveTheirReason() {
      assertEquals(
          List.of("spec.v: Forbidden: nope"),
          run("{rule: self < 5, message: nope, reason: FieldValueForbidden}"));
      assertEquals(
          List.of("spec.v: Required value: nope"),
          run("{rule: self < 5, message: nope, reason: FieldValueRequired}"));
      assertEquals(
          List.of("spec.v: Duplicate value: \"integer\""),
          run("{rule: self < 5, message: nope, reason: FieldValueDuplicate}"));
    }

    @Test
    void nameTheFieldAtFault() {
      ObjectSchema schema =
          withRule(
              "{type: object, properties: {x: {type: object, additionalProperties: {type:"
                  + " integer}}}}",
              "{rule: 'false', message: nope, fieldPath: \".x['a.b']\"}");

      assertEquals(
          List.of("spec.v.x[a.b]: Invalid value: \"object\": nope"),
          texts(schema.validate(object("v: {}"), null)));
    }

    private static List<String> run(String rule) {
      return texts(withRule("{type: integer}", rule).validate(object("v: 7"), null));
    }
  }

  @Test
  void areNotRunWhenTheObjectIsMalformed() {
    ObjectSchema schema = withRule("{type: integer}", "{rule: self > 5}");

    assertEquals(
        List.of(
            "spec.v: Invalid value: \"string\": spec.v in body must be of type integer: \"string\"",
            "<nil>: Invalid value: \"null\": some validation rules were not checked because the"
                + " object was invalid; correct the existing errors to complete validation"),
        texts(schema.validate(object("v: x"), null)));
  }

  @Test
  void ofTheWholeObjectSeeItsName() {
    ObjectNode schema = spec("a: {type: integer}");
    schema
        .putArray("x-kubernetes-validations")
        .addObject()
        .put("rule", "self.metadata.name == 'x'");

    assertEquals(
        List.of("<nil>: Invalid value: \"object\": failed rule: self.metadata.name == 'x'"),
        texts(parse(schema).validate(object("a: 1"), null)));
  }

  static ObjectSchema withRule(String field, String rule) {
    ObjectNode schema = spec("v: " + field);
    ((ObjectNode) schema.at("/properties/spec/properties/v"))
        .putArray("x-kubernetes-validations")
        .add(tree(rule));
    return parse(schema);
  }

  static List<String> refusal(ObjectNode schema) {
    SchemaException thrown =
        assertThrows(SchemaException.class, () -> ObjectSchema.ofCustomResource(schema));
    return texts(thrown.errors());
  }

  private static List<String> check(String rule) {
    ObjectNode schema = spec(FIELDS);
    ((ObjectNode) schema.at("/properties/spec"))
        .putArray("x-kubernetes-validations")
        .addObject()
        .put("rule", rule);
    ObjectNode object = object(VALUES);
    return texts(parse(schema).validate(object, null));
  }

  static ObjectNode spec(String fields) {
    return tree(
        "type: object\nproperties:\n  spec:\n    type: object\n    properties:\n"
            + fields.indent(6));
  }

  static ObjectNode object(String spec) {
    return tree("apiVersion: g/v1\nkind: W\nmetadata: {name: w}\nspec:\n" + spec.indent(2));
  }

  static ObjectNode tree(String yaml) {
    try {
      return (ObjectNode) YAML.readTree(yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ObjectSchema parse(ObjectNode schema) {
    try {
      return ObjectSchema.ofCustomResource(schema);
    } catch (SchemaException e) {
      throw new AssertionError(texts(e.errors()).toString(), e);
    }
  }

  static List<String> texts(List<FieldError> errors) {
    return errors.stream().map(FieldError::text).toList();
  }
}
