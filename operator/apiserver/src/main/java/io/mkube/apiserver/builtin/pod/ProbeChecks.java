package io.mkube.apiserver.builtin.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.PortNames;
import java.util.List;

/** Probes and hooks of a container. */
final class ProbeChecks {
  private static final List<String> PROBE_HANDLERS =
      List.of("exec", "httpGet", "tcpSocket", "grpc");
  private static final List<String> HOOK_HANDLERS =
      List.of("exec", "httpGet", "tcpSocket", "sleep");

  private ProbeChecks() {}

  static void check(ObjectNode container, String path, Findings findings) {
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
      }
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
  }

  private static void checkHandler(
      JsonNode handler, String path, List<String> kinds, Findings findings) {
    List<String> given = kinds.stream().filter(handler::has).toList();
    if (given.isEmpty()) {
      findings.required(path, "must specify a handler type");
      return;
    }
    for (String extra : given.subList(1, given.size())) {
      findings.forbidden(path + "." + extra, "may not specify more than 1 handler type");
    }
    String kind = given.getFirst();
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
      }
      case "tcpSocket" -> checkPort(action.path("port"), at + ".port", findings);
      case "grpc" -> findings.port(at + ".port", action.path("port"));
      default -> findings.notNegative(at + ".seconds", action.path("seconds"));
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
