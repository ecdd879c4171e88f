package io.mkube.apiserver.builtin;

import static io.mkube.apiserver.builtin.KindSamples.created;
import static io.mkube.apiserver.builtin.KindSamples.kind;
import static io.mkube.apiserver.builtin.KindSamples.object;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What kube-apiserver says to runtime classes; causes are divided by bars. */
final class RuntimeClassRefusalsTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
"""
overhead: {podFixed: {cpu: 100m}}, scheduling: {nodeSelector: {a: b}, tolerations: [{key: a, operator: Exists}]} ~
overhead: {podFixed: {disks: 1}} ~ overhead.limits[disks]: Invalid value: "disks": must be a standard resource type or fully qualified | overhead.limits[disks]: Invalid value: "disks": must be a standard resource for containers
scheduling: {nodeSelector: {a: '-'}} ~ scheduling.nodeSelector: Invalid value: "-": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')
scheduling: {tolerations: [{key: a, operator: Exists}, {key: a}, {key: a, operator: Exists}]} ~ scheduling.tolerations[2]: Duplicate value: core.Toleration{Key:"a", Operator:"Exists", Value:"", Effect:"", TolerationSeconds:(*int64)(nil)}
scheduling: {tolerations: [{value: x}]} ~ scheduling.tolerations[0].operator: Invalid value: "": operator must be Exists when `key` is empty, which means "match all values and all keys"
""")
  void refusals(String fields, @Nullable String causes) {
    assertEquals(
        KindSamples.causes(causes),
        created(kind("RuntimeClass"), object("{metadata: {name: r}, handler: h, " + fields + "}")));
  }
}
