package io.mkube.apiserver.builtin;

import static io.mkube.apiserver.builtin.KindSamples.created;
import static io.mkube.apiserver.builtin.KindSamples.object;
import static io.mkube.apiserver.builtin.KindSamples.updated;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.rules.BuiltInKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What kube-apiserver says to events, in both views; causes are divided by bars. */
final class EventRefusalsTest {
  private static final String REPORTED =
      "eventTime: '2026-01-01T00:00:00.000000Z', action: Do, reason: Because,"
          + " reportingInstance: node, ";

  private static BuiltInKind view(String group) {
    return BuiltInKinds.all().stream()
        .filter(kind -> kind.type().kind().kind().equals("Event"))
        .filter(kind -> kind.type().kind().group().equals(group))
        .findFirst()
        .orElseThrow();
  }

  private static ObjectNode event(String namespace, String fields) {
    return object(
        "{metadata: {name: e, namespace: "
            + namespace
            + "}, "
            + fields.replace("REPORTED", REPORTED).replace("LONG", "z".repeat(129))
            + "}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
"""
foo ~ involvedObject: {kind: Pod, namespace: bar} ~ involvedObject.namespace: Invalid value: "bar": does not match event.namespace
foo ~ involvedObject: {kind: Pod, namespace: foo} ~
foo ~ involvedObject: {kind: Node} ~ involvedObject.namespace: Invalid value: "": does not match event.namespace
default ~ involvedObject: {kind: Node} ~
kube-system ~ involvedObject: {kind: Node} ~ involvedObject.namespace: Invalid value: "": does not match event.namespace
kube-system ~ REPORTED reportingComponent: k8s.io/c, involvedObject: {kind: Node} ~
foo ~ REPORTED reportingComponent: k8s.io/c, involvedObject: {kind: Node} ~ involvedObject.namespace: Invalid value: "": does not match event.namespace
default ~ REPORTED reportingComponent: a/b/c, involvedObject: {} ~ reportingController: Invalid value: "a/b/c": a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')
default ~ eventTime: '2026-01-01T00:00:00.000000Z', reportingComponent: c, reportingInstance: LONG, reason: LONG ~ reportingInstance: Invalid value: "": can have at most 128 characters | action: Required value | reason: Invalid value: "": can have at most 128 characters
foo ~ series: {count: 1}, involvedObject: {namespace: foo} ~
""")
  void ofTheCoreGroup(String namespace, String fields, String expected) {
    assertEquals(KindSamples.causes(expected), created(view(""), event(namespace, fields)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
"""
REPORTED reportingController: k8s.io/c, type: Normal ~
reportingController: k8s.io/c, type: Normal ~ eventTime: Required value
REPORTED reportingController: c, type: Other ~ type: Invalid value: "": has invalid value: Other
REPORTED reportingController: c, type: Warning, series: {count: 1} ~ series.count: Invalid value: "": should be at least 2 | series.lastObservedTime: Required value
REPORTED reportingController: c, type: Normal, deprecatedFirstTimestamp: '2026-01-01T00:00:00Z', deprecatedLastTimestamp: '2026-01-01T00:00:00Z', deprecatedCount: 1, deprecatedSource: {host: h} ~ firstTimestamp: Invalid value: "": needs to be unset | lastTimestamp: Invalid value: "": needs to be unset | count: Invalid value: "": needs to be unset | source: Invalid value: "": needs to be unset
""")
  void ofTheNewGroup(String fields, String expected) {
    assertEquals(
        KindSamples.causes(expected), created(view("events.k8s.io"), event("default", fields)));
  }

  @Test
  void withTooMuchToSay() {
    ObjectNode event = event("default", "REPORTED reportingController: c, type: Normal");
    event.put("note", "z".repeat(1024));
    assertEquals(List.of(), created(view("events.k8s.io"), event));
    event.put("note", "z".repeat(1025));
    assertEquals(
        List.of("message: Invalid value: \"\": can have at most 1024 characters"),
        created(view("events.k8s.io"), event));
  }

  @Test
  void thatBecomeOthers() {
    String fields = "REPORTED reportingController: c, type: Normal, note: n";
    ObjectNode changed = event("default", fields);
    changed.put("note", "other").putObject("series").put("count", 0);

    assertEquals(
        List.of(
            "series.count: Invalid value: \"\": should be at least 2",
            "series.lastObservedTime: Required value",
            "message: Invalid value: \"other\": field is immutable"),
        updated(view("events.k8s.io"), event("default", fields), changed));
  }
}
