package io.mkube.apiserver.builtin.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.PortNames;
import java.util.List;
import java.util.regex.Pattern;

/** Probes and hooks of a container. */
final class ProbeChecks {
  private static final List<String> PROBE_HANDLERS =
      List.of("exec", "httpGet", "tcpSocket", "grpc");
  private static final List<String> HOOK_HANDLERS =
      List.of("exec", "httpGet", "tcpSocket", "sleep");

  private static final String GRACE = "terminationGracePeriodSeconds";
  private static final Pattern HEADER = Pattern.compile("[-A-Za-z0-9]+");

  private ProbeChecks() {}

  /**
   * Checks the probes and hooks of a container that may have them.
   *
   * @param grace seconds that the pod has to end
   */
  static void check(ObjectNode container, long grace, String path, Findings findings) {
    for (String name : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
      if (container.has(name)) {
        checkProbe(container.path(name), path + "." + name, findings);
      }
    }
    // A probe that restarts the container has nothing to count successes for.
    for (String name : List.of("livenessProbe", "startupProbe")) {
      JsonNode threshold = container.path(name).path("successThreshold");
      if (threshold.isNumber() && threshold.asInt() != 1) {
        findings.invalid(path + "." + name + ".successThreshold", threshold, "must be 1");
      }
    }
    for (String hook : List.of("postStart", "preStop")) {
      JsonNode found = container.path("lifecycle").path(hook);
      if (found.isObject()) {
        checkHandler(found, path + ".lifecycle." + hook, HOOK_HANDLERS, findings);
        checkPause(found.path("sleep"), grace, path + ".lifecycle." + hook + ".sleep", findings);
      }
    }
    JsonNode seconds = container.path("readinessProbe").path(GRACE);
    if (seconds.isNumber()) {
      findings.invalid(
          path + ".readinessProbe." + GRACE, seconds, "must not be set for readinessProbes");
    }
  }

  private static void checkPause(JsonNode pause, long grace, String at, Findings findings) {
    long seconds = pause.path("seconds").asLong();
    if (pause.isObject() && (seconds <= 0 || seconds > grace)) {
      findings.invalidAs(
          at,
          Long.toString(seconds),
          "must be greater than 0 and less than terminationGracePeriodSeconds ("
              + grace
              + "). Enable AllowPodLifecycleSleepActionZeroValue feature gate for zero sleep.");
    }
  }

  private static void checkProbe(JsonNode probe, String path, Findings findings) {
    checkHandler(probe, path, PROBE_HANDLERS, findings);
    for (String field :
        List.of(
            "initialDelaySeconds",
            "timeoutSeconds",
            "periodSeconds",
            "successThreshold",
            "failureThreshold")) {
      findings.notNegative(path + "." + field, probe.path(field));
    }
    findings.positive(path + "." + GRACE, probe.path(GRACE));
  }

  private static void checkHandler(
      JsonNode handler, String path, List<String> kinds, Findings findings) {
    List<String> given = kinds.stream().filter(handler::has).toList();
    if (given.isEmpty()) {
      findings.required(path, "must specify a handler type");
      return;
    }
    checkAction(handler, given.getFirst(), path, findings);
    for (String extra : given.subList(1, given.size())) {
      findings.forbidden(path + "." + extra, "may not specify more than 1 handler type");
    }
  }

  private static void checkAction(JsonNode handler, String kind, String path, Findings findings) {
    JsonNode action = handler.path(kind);
    String at = path + "." + kind;
    switch (kind) {
      case "exec" -> {
        if (action.path("command").isEmpty()) {
          findings.required(at + ".command", "");
        }
      }
      case "httpGet" -> {
        findings.requiredText(at + ".path", action.path("path"));
        findings.oneOf(at + ".scheme", action.path("scheme"), List.of("HTTP", "HTTPS"));
        checkPort(action.path("port"), at + ".port", findings);
        checkHeaders(action.path("httpHeaders"), at + ".httpHeaders", findings);
      }
      case "tcpSocket" -> checkPort(action.path("port"), at + ".port", findings);
      case "grpc" -> findings.port(at + ".port", action.path("port"));
      default -> {}
    }
  }

  private static void checkHeaders(JsonNode headers, String at, Findings findings) {
    for (JsonNode header : headers) {
      if (!HEADER.matcher(header.path("name").asText()).matches()) {
        findings.invalid(
            at,
            header.path("name"),
            "a valid HTTP header must consist of alphanumeric characters or '-' (e.g."
                + " 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')");
      }
    }
  }

  private static void checkPort(JsonNode port, String path, Findings findings) {
    if (port.isTextual()) {
      PortNames.check(port.asText(), path, findings);
    } else if (port.isNumber()) {
      findings.port(path, port);
    } else {
      findings.required(path, "");
    }
  }
}
