package io.mkube.apiserver.builtin.access;

import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.schema.NameRule;

/** Names of those who sign certificates: a domain, a slash and a path of names with dots. */
final class SignerNames {
  private static final String LEGACY = "kubernetes.io/legacy-unknown";
  private static final int LONGEST_DOMAIN = 253;

  /** A domain, a slash, a namespace, a dot and a name. */
  private static final int LONGEST = LONGEST_DOMAIN + 1 + 63 + 1 + 253;

  private SignerNames() {}

  static void check(String name, String path, Findings findings) {
    if (name.equals(LEGACY)) {
      findings.invalidText(path, name, "the legacy signerName is not allowed via this API version");
      return;
    }
    if (name.isEmpty()) {
      findings.required(path, "signerName must be provided");
      return;
    }
    String[] segments = name.split("/", -1);
    if (segments.length != 2) {
      findings.invalidText(
          path,
          name,
          "must be a fully qualified domain and path of the form 'example.com/signer-name'");
      return;
    }
    if (segments[0].length() > LONGEST_DOMAIN) {
      findings.tooLong(path, LONGEST_DOMAIN);
    }
    checkParts(segments[0], NameRule.DNS_LABEL, path, findings);
    if (segments[0].indexOf('.') < 0) {
      findings.invalidText(
          path, segments[0], "should be a domain with at least two segments separated by dots");
    }
    checkParts(segments[1], NameRule.DNS_SUBDOMAIN, path, findings);
    if (name.length() > LONGEST) {
      findings.tooLong(path, LONGEST);
    }
  }

  /** Reports the first part that is bad; the others would be told in the same words. */
  private static void checkParts(String segment, NameRule rule, String path, Findings findings) {
    for (String part : segment.split("\\.", -1)) {
      var faults = rule.check(part);
      for (String fault : faults) {
        findings.invalidText(path, segment, "validating label \"" + part + "\": " + fault);
      }
      if (!faults.isEmpty()) {
        return;
      }
    }
  }
}
