package io.mkube.apiserver.builtin;

import static io.mkube.apiserver.builtin.KindSamples.causes;
import static io.mkube.apiserver.builtin.KindSamples.created;
import static io.mkube.apiserver.builtin.KindSamples.kind;
import static io.mkube.apiserver.builtin.KindSamples.object;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What kube-apiserver says to registrations of webhooks; causes are divided by bars. */
final class WebhookRefusalsTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
"""
admissionReviewVersions: [v1] ~
admissionReviewVersions: [x, v1beta1] ~
admissionReviewVersions: [] ~ webhooks[0].admissionReviewVersions: Required value: must specify one of v1, v1beta1
admissionReviewVersions: [x] ~ webhooks[0].admissionReviewVersions: Invalid value: []string{"x"}: must include at least one of v1, v1beta1
admissionReviewVersions: [v1, v1] ~ webhooks[0].admissionReviewVersions[1]: Invalid value: "v1": duplicate version
admissionReviewVersions: [v1], objectSelector: {matchExpressions: [{key: x, operator: Near}]} ~ webhooks[0].objectSelector.matchExpressions[0].operator: Invalid value: "Near": not a valid selector operator
admissionReviewVersions: [], clientConfig: {} ~ webhooks[0].clientConfig: Required value: exactly one of url or service is required | webhooks[0].admissionReviewVersions: Required value: must specify one of v1, v1beta1
""")
  void ofBothKinds(String fields, @Nullable String causes) {
    String config =
        fields.contains("clientConfig") ? "" : "clientConfig: {url: 'https://example.com'}, ";

    for (String kind :
        new String[] {"ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"}) {
      assertEquals(
          causes(causes),
          created(
              kind(kind),
              object(
                  "{metadata: {name: w}, webhooks: [{name: a.b.c, sideEffects: None, "
                      + config
                      + fields
                      + "}]}")));
    }
  }
}
