package io.mkube.apiserver.builtin.extension;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.GoText;
import io.mkube.apiserver.rules.KindRules;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.rules.WebhookAddress;
import io.mkube.apiserver.schema.LabelRules;
import io.mkube.apiserver.schema.NameRule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Registrations of admission webhooks. */
final class WebhookRules implements KindRules {
  private static final int DEFAULT_SECONDS = 10;
  private static final int MOST_SECONDS = 30;
  private static final int LEAST_LABELS = 3;
  private static final List<String> REVIEWS = List.of("v1", "v1beta1");

  private final Phase phase;

  WebhookRules(Phase phase) {
    this.phase = phase;
  }

  /** When a webhook would be asked. */
  enum Phase {
    MUTATING,
    VALIDATING
  }

  @Override
  public boolean tracksGeneration() {
    return true;
  }

  @Override
  public boolean allowsUnconditionalUpdate() {
    return false;
  }

  @Override
  public void applyDefaults(ObjectNode object) {
    for (ObjectNode webhook : Trees.objects(object, "webhooks")) {
      Trees.defaultText(webhook, "failurePolicy", "Fail");
      Trees.defaultNumber(webhook, "timeoutSeconds", DEFAULT_SECONDS);
      MatchedRules.applyDefaults(webhook, "rules");
      if (phase == Phase.MUTATING) {
        Trees.defaultText(webhook, "reinvocationPolicy", "Never");
      }
      WebhookAddress.applyDefaults(webhook.path("clientConfig"));
    }
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    List<ObjectNode> webhooks = Trees.objects(object, "webhooks");
    findings.unique("webhooks", webhooks, "name");
    for (int i = 0; i < webhooks.size(); i++) {
      check(webhooks.get(i), "webhooks[" + i + "]", findings);
    }
    return findings.list();
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    return validateCreate(object);
  }

  @Override
  public List<String> warnings(ObjectNode object) {
    return object.path("webhooks").isEmpty()
        ? List.of()
        : List.of("webhooks: admission webhooks are not called by this server");
  }

  private void check(JsonNode webhook, String path, Findings findings) {
    checkName(webhook.path("name").asText(), path + ".name", findings);
    MatchedRules.check(webhook.path("rules"), path + ".rules", findings);
    findings.oneOf(
        path + ".failurePolicy", webhook.path("failurePolicy"), List.of("Fail", "Ignore"));
    findings.oneOf(
        path + ".matchPolicy", webhook.path("matchPolicy"), List.of("Equivalent", "Exact"));
    JsonNode effects = webhook.path("sideEffects");
    if (effects.asText().isEmpty()) {
      findings.required(path + ".sideEffects", "must specify one of None, NoneOnDryRun");
    } else {
      findings.oneOf(path + ".sideEffects", effects, List.of("None", "NoneOnDryRun"));
    }
    JsonNode seconds = webhook.path("timeoutSeconds");
    if (seconds.isNumber() && (seconds.asInt() < 1 || seconds.asInt() > MOST_SECONDS)) {
      findings.invalid(
          path + ".timeoutSeconds",
          seconds,
          "the timeout value must be between 1 and " + MOST_SECONDS + " seconds");
    }
    for (String selector : List.of("namespaceSelector", "objectSelector")) {
      LabelRules.checkSelector(webhook.path(selector), path + "." + selector, findings.sink());
    }
    if (phase == Phase.MUTATING) {
      findings.oneOf(
          path + ".reinvocationPolicy",
          webhook.path("reinvocationPolicy"),
          List.of("IfNeeded", "Never"));
    }
    WebhookAddress.check(webhook.path("clientConfig"), path + ".clientConfig", findings);
    checkVersions(
        webhook.path("admissionReviewVersions"), path + ".admissionReviewVersions", findings);
  }

  private static void checkVersions(JsonNode versions, String path, Findings findings) {
    if (versions.isEmpty()) {
      findings.required(path, "must specify one of v1, v1beta1");
      return;
    }
    boolean known = false;
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < versions.size(); i++) {
      String version = versions.get(i).asText();
      if (!seen.add(version)) {
        findings.invalidText(path + "[" + i + "]", version, "duplicate version");
        continue;
      }
      findings.name(path + "[" + i + "]", version, NameRule.DNS_1035_LABEL);
      known |= REVIEWS.contains(version);
    }
    if (!known) {
      findings.invalidAs(path, GoText.texts(versions), "must include at least one of v1, v1beta1");
    }
  }

  private static void checkName(String name, String path, Findings findings) {
    if (name.isEmpty()) {
      findings.required(path, "");
    } else if (name.split("\\.", -1).length < LEAST_LABELS) {
      findings.invalidText(
          path, name, "should be a domain with at least three segments separated by dots");
    }
  }
}
