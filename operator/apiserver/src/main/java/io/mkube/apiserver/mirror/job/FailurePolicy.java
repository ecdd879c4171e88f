package io.mkube.apiserver.mirror.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.ObjectMetadata;
import java.util.Optional;

/**
 * What follows when a pod of a Job fails: the first rule that fits, as the Job controller has it.
 */
final class FailurePolicy {
  private static final Verdict COUNTED = new Verdict(Action.COUNT, "");

  private FailurePolicy() {}

  /** What a rule demands. */
  enum Action {
    FAIL_JOB,
    FAIL_INDEX,
    IGNORE,
    COUNT
  }

  /**
   * What follows.
   *
   * @param action what is done
   * @param message why, for a Job that fails
   */
  record Verdict(Action action, String message) {}

  /** Judges a pod that has failed. */
  static Verdict judge(JsonNode policy, ObjectNode pod) {
    int i = 0;
    for (JsonNode rule : policy.path("rules")) {
      int index = i++;
      Optional<String> reason =
          rule.path("onExitCodes").isObject()
              ? exitCode(rule.path("onExitCodes"), pod)
              : condition(rule.path("onPodConditions"), pod);
      if (reason.isPresent()) {
        String action = rule.path("action").asText();
        return new Verdict(
            switch (action) {
              case "FailJob" -> Action.FAIL_JOB;
              case "FailIndex" -> Action.FAIL_INDEX;
              case "Ignore" -> Action.IGNORE;
              default -> Action.COUNT;
            },
            reason.get() + " matching " + action + " rule at index " + index);
      }
    }
    return COUNTED;
  }

  private static Optional<String> exitCode(JsonNode rule, ObjectNode pod) {
    JsonNode wanted = rule.path("containerName");
    for (String field : new String[] {"containerStatuses", "initContainerStatuses"}) {
      for (JsonNode status : pod.path("status").path(field)) {
        int code = status.path("state").path("terminated").path("exitCode").asInt();
        boolean named =
            wanted.isMissingNode() || wanted.asText().equals(status.path("name").asText());
        if (named && code != 0 && fits(rule, code)) {
          return Optional.of(
              "Container %s for pod %s failed with exit code %d"
                  .formatted(status.path("name").asText(), name(pod), code));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean fits(JsonNode rule, int code) {
    boolean among = false;
    for (JsonNode value : rule.path("values")) {
      among |= value.asInt() == code;
    }
    return among == rule.path("operator").asText().equals("In");
  }

  private static Optional<String> condition(JsonNode patterns, ObjectNode pod) {
    for (JsonNode condition : pod.path("status").path("conditions")) {
      for (JsonNode pattern : patterns) {
        if (pattern.path("type").equals(condition.path("type"))
            && pattern.path("status").equals(condition.path("status"))) {
          return Optional.of(
              "Pod %s has condition %s".formatted(name(pod), condition.path("type").asText()));
        }
      }
    }
    return Optional.empty();
  }

  private static String name(ObjectNode pod) {
    ObjectMetadata metadata = ObjectMetadata.of(pod);
    return metadata.namespace() + "/" + metadata.name();
  }
}
