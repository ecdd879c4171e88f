package io.mkube.apiserver.builtin.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.schema.LabelRules;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fields of a pod that its containers are told. */
final class FieldReferences {
  private static final List<String> FOR_VARIABLES =
      List.of(
          "metadata.name",
          "metadata.namespace",
          "metadata.uid",
          "spec.nodeName",
          "spec.serviceAccountName",
          "status.hostIP",
          "status.hostIPs",
          "status.podIP",
          "status.podIPs");

  private static final Set<String> KNOWN = known();
  private static final List<String> AMOUNTS =
      List.of(
          "limits.cpu",
          "limits.ephemeral-storage",
          "limits.memory",
          "requests.cpu",
          "requests.ephemeral-storage",
          "requests.memory");

  private static final Pattern SUBSCRIPT = Pattern.compile("([^\\[]+)\\['(.*)'\\]");

  private FieldReferences() {}

  private static Set<String> known() {
    Set<String> known = new TreeSet<>(FOR_VARIABLES);
    known.addAll(
        List.of(
            "metadata.annotations",
            "metadata.labels",
            "spec.restartPolicy",
            "spec.schedulerName",
            "status.phase"));
    return known;
  }

  /** Checks the reference of an environment variable. */
  static void checkField(JsonNode reference, String at, Findings findings) {
    JsonNode path = reference.path("fieldPath");
    if (!findings.requiredText(at + ".fieldPath", path)) {
      return;
    }
    Matcher matcher = SUBSCRIPT.matcher(path.asText());
    boolean subscripted = matcher.matches();
    String field = subscripted ? matcher.group(1) : path.asText();
    if (!KNOWN.contains(field)) {
      findings.invalid(
          at + ".fieldPath",
          path,
          "error converting fieldPath: field label not supported: " + path.asText());
    } else if (subscripted) {
      checkSubscript(field, matcher.group(2), at, findings);
    } else if (!FOR_VARIABLES.contains(field)) {
      findings.oneOf(at + ".fieldPath", path, FOR_VARIABLES);
    }
  }

  private static void checkSubscript(String field, String key, String at, Findings findings) {
    if (!field.equals("metadata.annotations") && !field.equals("metadata.labels")) {
      findings.invalidText(at, field, "does not support subscript");
      return;
    }
    boolean annotation = field.equals("metadata.annotations");
    for (String fault : LabelRules.keyFaults(annotation ? key.toLowerCase(Locale.ROOT) : key)) {
      findings.invalidText(at, key, fault);
    }
  }

  /** Checks a reference to what a container may use. */
  static void checkAmount(JsonNode reference, String at, Findings findings) {
    JsonNode resource = reference.path("resource");
    if (!findings.requiredText(at + ".resource", resource)) {
      return;
    }
    if (!resource.asText().contains("hugepages-")) {
      findings.oneOf(at + ".resource", resource, AMOUNTS);
    }
  }
}
