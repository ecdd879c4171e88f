package io.mkube.apiserver.builtin.network;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.GoText;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The addresses of a service and their families, and how they may change. */
final class ServiceAddressChecks {
  private static final List<String> FAMILIES = List.of("IPv4", "IPv6");
  private static final String SINGLE = "SingleStack";
  private static final String KEPT = "may not change once set";

  private ServiceAddressChecks() {}

  static boolean isHeadless(JsonNode spec) {
    JsonNode addresses = spec.path("clusterIPs");
    return addresses.size() == 1 && addresses.get(0).asText().equals("None");
  }

  static void check(JsonNode spec, String type, Findings findings) {
    if (type.equals("ExternalName")) {
      return;
    }
    JsonNode addresses = spec.path("clusterIPs");
    String first = spec.path("clusterIP").asText();
    if (first.isEmpty() && !addresses.isEmpty()) {
      invalid(addresses, "must be empty when `clusterIP` is not specified", findings);
    } else if (!first.isEmpty() && addresses.isEmpty()) {
      findings.required("spec.clusterIPs", "");
    } else if (!first.isEmpty() && !addresses.get(0).asText().equals(first)) {
      invalid(addresses, "first value must match `clusterIP`", findings);
    }
    checkFamilies(spec, findings);
    if (!checkForms(addresses, findings)) {
      return;
    }
    boolean bothFamilies =
        addresses.size() == 2
            && UsableAddresses.isIpv4(addresses.get(0).asText())
                != UsableAddresses.isIpv4(addresses.get(1).asText());
    if (addresses.size() > 1 && !bothFamilies) {
      invalid(addresses, "may specify no more than one IP for each IP family", findings);
    }
    JsonNode families = spec.path("ipFamilies");
    int both = isHeadless(spec) ? 0 : Math.min(addresses.size(), families.size());
    for (int i = 0; i < both; i++) {
      String family = families.get(i).asText();
      String found = UsableAddresses.isIpv4(addresses.get(i).asText()) ? "IPv4" : "IPv6";
      if (FAMILIES.contains(family) && !family.equals(found)) {
        findings.invalid(
            "spec.clusterIPs[" + i + "]",
            addresses.get(i),
            "expected an " + family + " value as indicated by `ipFamilies[" + i + "]`");
      }
    }
  }

  private static void checkFamilies(JsonNode spec, Findings findings) {
    JsonNode families = spec.path("ipFamilies");
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < families.size(); i++) {
      String path = "spec.ipFamilies[" + i + "]";
      String family = families.get(i).asText();
      if (!FAMILIES.contains(family)) {
        findings.notSupported(path, family, FAMILIES);
      }
      if (!seen.add(family)) {
        findings.duplicate(path, family);
      }
    }
    JsonNode policy = spec.path("ipFamilyPolicy");
    List<String> policies = List.of("PreferDualStack", "RequireDualStack", SINGLE);
    if (!policy.isMissingNode() && !policies.contains(policy.asText())) {
      findings.notSupported("spec.ipFamilyPolicy", policy.asText(), policies);
    }
  }

  /** Whether all are addresses, so that their families can be compared. */
  private static boolean checkForms(JsonNode addresses, Findings findings) {
    boolean good = true;
    for (int i = 0; i < addresses.size(); i++) {
      String text = addresses.get(i).asText();
      if (i == 0 && text.equals("None")) {
        if (addresses.size() > 1) {
          invalid(addresses, "'None' must be the first and only value", findings);
          good = false;
        }
      } else {
        good &= findings.address("spec.clusterIPs[" + i + "]", text);
      }
    }
    if (addresses.size() > 2) {
      invalid(addresses, "may only hold up to 2 values", findings);
    }
    return good;
  }

  private static void invalid(JsonNode addresses, String detail, Findings findings) {
    findings.invalidAs("spec.clusterIPs", GoText.texts(addresses), detail);
  }

  /** The first address and family stay; the second ones come and go with the policy. */
  static void checkKept(JsonNode spec, JsonNode old, Findings findings) {
    if (isName(spec) || isName(old)) {
      return;
    }
    if (!isHeadless(spec) || !isHeadless(old)) {
      checkKept(spec, old, "clusterIPs", "primary clusterIP can not be unset", findings);
    }
    if (!isHeadless(spec) && !isHeadless(old)) {
      checkKept(spec, old, "ipFamilies", "primary ipFamily can not be unset", findings);
    }
  }

  private static boolean isName(JsonNode spec) {
    return spec.path("type").asText().equals("ExternalName");
  }

  private static void checkKept(
      JsonNode spec, JsonNode old, String field, String unset, Findings findings) {
    JsonNode now = spec.path(field);
    JsonNode before = old.path(field);
    boolean addresses = field.equals("clusterIPs");
    String path = "spec." + field;
    String value = addresses ? GoText.texts(now) : GoText.texts("core.IPFamily", now);
    if (before.size() == now.size()) {
      for (int i = 0; i < now.size(); i++) {
        if (!now.get(i).equals(before.get(i))) {
          findings.invalidAs(path + "[" + (addresses ? i : 0) + "]", value, KEPT);
        }
      }
      return;
    }
    if (now.isEmpty()) {
      findings.invalidAs(path + "[0]", value, unset);
    } else if (!before.isEmpty() && !now.get(0).equals(before.get(0))) {
      // Kubernetes shows the addresses for both fields here.
      findings.invalidAs(path + "[0]", GoText.texts(spec.path("clusterIPs")), KEPT);
    }
    JsonNode policy = spec.path("ipFamilyPolicy");
    if (before.size() > 1 && now.size() == 1 && !policy.asText().equals(SINGLE)) {
      String what = addresses ? "clusterIP" : "ipFamily";
      findings.invalid(
          "spec.ipFamilyPolicy",
          policy,
          "must be set to 'SingleStack' when releasing the secondary " + what);
    }
  }

  /** A load balancer keeps its class, and the port that it asks for health. */
  static void checkBalancerKept(JsonNode spec, JsonNode old, Findings findings) {
    boolean balanced =
        spec.path("type").asText().equals("LoadBalancer")
            && old.path("type").asText().equals("LoadBalancer");
    if (balanced && !spec.path("loadBalancerClass").equals(old.path("loadBalancerClass"))) {
      findings.invalid("spec.loadBalancerClass", spec.path("loadBalancerClass"), KEPT);
    }
    ServiceChecks.checkClass(spec, spec.path("type").asText(), findings);
    if (ServiceChecks.needsHealthCheck(spec)
        && ServiceChecks.needsHealthCheck(old)
        && !spec.path("healthCheckNodePort").equals(old.path("healthCheckNodePort"))) {
      findings.forbidden("spec.healthCheckNodePort", "field is immutable");
    }
  }
}
