package io.mkube.apiserver.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QuotaScopesTest {
  private static final YAMLMapper YAML = new YAMLMapper();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {} | {} | true
          {scopes: [Terminating]} | {spec: {activeDeadlineSeconds: 0}} | true
          {scopes: [Terminating]} | {spec: {}} | false
          {scopes: [NotTerminating]} | {spec: {activeDeadlineSeconds: 5}} | false
          {scopes: [NotTerminating]} | {spec: {}} | true
          {scopes: [BestEffort]} | {status: {qosClass: BestEffort}} | true
          {scopes: [BestEffort, NotTerminating]} | {spec: {activeDeadlineSeconds: 5}, status: {qosClass: BestEffort}} | false
          {scopes: [NotBestEffort]} | {status: {qosClass: Burstable}} | true
          {scopes: [PriorityClass]} | {spec: {priorityClassName: high}} | true
          {scopes: [PriorityClass]} | {spec: {}} | false
          {scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: In, values: [high, low]}]}} | {spec: {priorityClassName: low}} | true
          {scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: In, values: [high]}]}} | {spec: {}} | false
          {scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: NotIn, values: [high]}]}} | {spec: {priorityClassName: high}} | false
          {scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: NotIn, values: [high]}]}} | {spec: {}} | true
          {scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: DoesNotExist}]}} | {spec: {}} | true
          {scopes: [CrossNamespacePodAffinity]} | {spec: {affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{namespaces: [other]}]}}}} | true
          {scopes: [CrossNamespacePodAffinity]} | {spec: {affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{podAffinityTerm: {namespaceSelector: {}}}]}}}} | true
          {scopes: [CrossNamespacePodAffinity]} | {spec: {affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: a}]}}}} | false
          """)
  void admitsPods(String quota, String pod, boolean admitted) throws IOException {
    QuotaScopes scopes = QuotaScopes.of(YAML.readTree("spec: " + quota));
    assertEquals(admitted, scopes.admit(YAML.readTree(pod)));
  }
}
