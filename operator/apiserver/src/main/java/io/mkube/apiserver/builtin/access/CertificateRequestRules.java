package io.mkube.apiserver.builtin.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.KindRules;
import io.mkube.apiserver.rules.StatusKindRules;
import io.mkube.apiserver.rules.Trees;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Certificate signing requests. */
final class CertificateRequestRules implements StatusKindRules {
  private static final int MIN_SECONDS = 600;

  @Override
  public void prepareForUpdate(ObjectNode object, ObjectNode old) {
    StatusKindRules.super.prepareForUpdate(object, old);
    object.set("spec", old.path("spec").deepCopy());
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    JsonNode spec = object.path("spec");
    if (findings.requiredText("spec.request", spec.path("request"))
        && !isRequest(spec.path("request").asText())) {
      findings.invalid(
          "spec.request", spec.path("request"), "PEM block type must be CERTIFICATE REQUEST");
    }
    if (spec.path("usages").isEmpty()) {
      findings.required("spec.usages", "");
    }
    JsonNode signer = spec.path("signerName");
    if (findings.requiredText("spec.signerName", signer) && !signer.asText().contains("/")) {
      findings.invalid(
          "spec.signerName",
          signer,
          "must be a fully qualified domain and path of the form 'example.com/signer-name'");
    }
    JsonNode seconds = spec.path("expirationSeconds");
    if (seconds.isNumber() && seconds.asLong() < MIN_SECONDS) {
      findings.invalid(
          "spec.expirationSeconds",
          seconds,
          "may not specify a duration less than 600 seconds (10 minutes)");
    }
    return findings.list();
  }

  @Override
  public KindRules ofSubresource(String subresource) {
    return new ApprovalRules(subresource.equals("approval"));
  }

  private static boolean isRequest(String base64) {
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(base64);
      return new String(bytes, StandardCharsets.ISO_8859_1)
          .contains("-----BEGIN CERTIFICATE REQUEST-----");
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @Override
  public Map<String, Function<ObjectNode, String>> fieldSelectors() {
    return Map.of("spec.signerName", request -> Trees.text(request, "spec", "signerName"));
  }
}
