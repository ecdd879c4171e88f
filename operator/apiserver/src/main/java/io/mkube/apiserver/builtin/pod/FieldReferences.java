package io.mkube.apiserver.builtin.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.schema.LabelRules;
import io.mkube.apiserver.types.Quantity;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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

  private static final List<String> FOR_VOLUMES =
      List.of(
          "metadata.annotations",
          "metadata.labels",
          "metadata.name",
          "metadata.namespace",
          "metadata.uid");

  private static final Set<String> KNOWN = known();
  private static final List<String> AMOUNTS =
      List.of(
          "limits.cpu",
          "limits.ephemeral-storage",
          "limits.memory",
          "requests.cpu",
          "requests.ephemeral-storage",
          "requests.memory");

  private static final List<String> OF_PROCESSORS = List.of("1m", "1");
  private static final List<String> OF_BYTES =
      List.of("1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei");

  private static final Pattern PAGES = Pattern.compile("(requests|limits)\\.hugepages-");
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
    check(reference, FOR_VARIABLES, at, findings);
  }

  /** Checks the reference of a file in a volume. */
  static void checkFieldOfVolume(JsonNode reference, String at, Findings findings) {
    check(reference, FOR_VOLUMES, at, findings);
  }

  private static void check(
      JsonNode reference, List<String> supported, String at, Findings findings) {
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
    } else if (!supported.contains(field)) {
      findings.oneOf(at + ".fieldPath", path, supported);
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
    if (!PAGES.matcher(resource.asText()).lookingAt()) {
      findings.oneOf(at + ".resource", resource, AMOUNTS);
    }
    checkDivisor(reference.path("divisor"), resource, at + ".divisor", findings);
  }

  /** An amount is told in one of these units; nothing, or zero, is one. */
  private static void checkDivisor(
      JsonNode divisor, JsonNode reference, String at, Findings findings) {
    String resource = reference.asText();
    boolean processors = resource.endsWith(".cpu");
    Optional<String> unit = Quantity.parse(divisor.asText()).map(Quantity::canonical);
    List<String> units = processors ? OF_PROCESSORS : OF_BYTES;
    if (unit.isEmpty() || unit.get().equals("0") || units.contains(unit.get())) {
      return;
    }
    String name = resource.substring(resource.indexOf('.') + 1);
    String offered =
        processors
            ? "1m and 1 are supported with the cpu resource"
            : "1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei are supported with the "
                + (name.startsWith("hugepages-") ? "hugepages" : localName(name))
                + " resource";
    findings.invalid(at, reference, "only divisor's values " + offered);
  }

  private static String localName(String name) {
    return name.equals("ephemeral-storage") ? "local ephemeral storage" : name;
  }
}
