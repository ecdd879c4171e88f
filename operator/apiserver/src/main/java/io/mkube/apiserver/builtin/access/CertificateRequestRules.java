package io.mkube.apiserver.builtin.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.GoText;
import io.mkube.apiserver.rules.KindRules;
import io.mkube.apiserver.rules.StatusKindRules;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.schema.NameRule;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Certificate signing requests. */
final class CertificateRequestRules implements StatusKindRules {
  private static final int MIN_SECONDS = 600;

  private static final List<String> USAGES =
      List.of(
          "any",
          "cert sign",
          "client auth",
          "code signing",
          "content commitment",
          "crl sign",
          "data encipherment",
          "decipher only",
          "digital signature",
          "email protection",
          "encipher only",
          "ipsec end system",
          "ipsec tunnel",
          "ipsec user",
          "key agreement",
          "key encipherment",
          "microsoft sgc",
          "netscape sgc",
          "ocsp signing",
          "s/mime",
          "server auth",
          "signing",
          "timestamping");

  @Override
  public void prepareForUpdate(ObjectNode object, ObjectNode old) {
    StatusKindRules.super.prepareForUpdate(object, old);
    object.set("spec", old.path("spec").deepCopy());
  }

  /** Requests may be called anything. */
  @Override
  public NameRule nameRule() {
    return NameRule.ANY;
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    JsonNode spec = object.path("spec");
    if (!isRequest(spec.path("request").asText())) {
      findings.invalidAs(
          "spec.request",
          GoText.bytes(spec.path("request")),
          "PEM block type must be CERTIFICATE REQUEST");
    }
    checkUsages(spec.path("usages"), findings);
    SignerNames.check(spec.path("signerName").asText(), "spec.signerName", findings);
    JsonNode seconds = spec.path("expirationSeconds");
    if (seconds.isNumber() && seconds.asLong() < MIN_SECONDS) {
      findings.invalid(
          "spec.expirationSeconds",
          seconds,
          "may not specify a duration less than 600 seconds (10 minutes)");
    }
    return findings.list();
  }

  private static void checkUsages(JsonNode usages, Findings findings) {
    if (usages.isEmpty()) {
      findings.required("spec.usages", "usages must be provided");
    }
    for (int i = 0; i < usages.size(); i++) {
      if (!USAGES.contains(usages.get(i).asText())) {
        findings.notSupported("spec.usages[" + i + "]", usages.get(i).asText(), USAGES);
      }
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < usages.size(); i++) {
      if (!seen.add(usages.get(i).asText())) {
        findings.duplicate("spec.usages[" + i + "]", usages.get(i).asText());
      }
    }
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
