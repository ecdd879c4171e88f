package io.mkube.apiserver.builtin.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.BuiltInKind;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.KindRules;
import io.mkube.apiserver.rules.Kinds;
import io.mkube.apiserver.rules.StatusKindRules;
import io.mkube.apiserver.rules.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Pods. */
public final class PodRules implements StatusKindRules {
  private static final int EVICTED_AFTER_SECONDS = 300;

  private static final String MIRROR = "kubernetes.io/config.mirror";
  private static final String DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";

  /** As Kubernetes takes it: no plus, no zeros before a number without a sign. */
  private static final Pattern COST = Pattern.compile("0|[1-9][0-9]{0,9}|-[0-9]{1,10}");

  private PodRules() {}

  /** The kind. */
  public static BuiltInKind kind() {
    return Kinds.kind("", "Pod", "pods")
        .shortNames("po")
        .inAll()
        .subresources(
            "attach",
            "binding",
            "ephemeralcontainers",
            "eviction",
            "exec",
            "log",
            "portforward",
            "proxy",
            "status")
        .with(new PodRules());
  }

  @Override
  public List<String> metadataKeptByStatus() {
    return List.of("ownerReferences");
  }

  @Override
  public void applyDefaults(ObjectNode object) {
    ObjectNode spec = Trees.child(object, "spec");
    PodSpecDefaults.apply(spec);
    PodSpecDefaults.takePortsOfHost(spec);
    PodSpecDefaults.requestWhatIsLimited(spec);
    Trees.defaultFlag(spec, "enableServiceLinks", true);
  }

  /** Does what Kubernetes' admission does to every new pod, and sets the first status. */
  @Override
  public void prepareForCreate(ObjectNode object) {
    ObjectNode spec = Trees.child(object, "spec");
    Trees.defaultText(spec, "serviceAccountName", "default");
    spec.put("serviceAccount", spec.path("serviceAccountName").asText());
    Trees.defaultText(spec, "preemptionPolicy", "PreemptLowerPriority");
    if (spec.path("priorityClassName").asText().isEmpty()) {
      Trees.defaultNumber(spec, "priority", 0);
    }
    tolerateTroubledNodes(spec);
    object
        .putObject("status")
        .put("phase", "Pending")
        .put("qosClass", QualityOfService.of(spec).wireName());
  }

  @Override
  public void prepareForUpdate(ObjectNode object, ObjectNode old) {
    StatusKindRules.super.prepareForUpdate(object, old);
    tolerateTroubledNodes(Trees.child(object, "spec"));
  }

  @Override
  public KindRules ofSubresource(String subresource) {
    return subresource.equals("ephemeralcontainers") ? new EphemeralContainerRules(this) : this;
  }

  private static void tolerateTroubledNodes(ObjectNode spec) {
    tolerateForAWhile(Trees.list(spec, "tolerations"), "node.kubernetes.io/not-ready");
    tolerateForAWhile(Trees.list(spec, "tolerations"), "node.kubernetes.io/unreachable");
  }

  private static void tolerateForAWhile(ArrayNode tolerations, String key) {
    for (JsonNode toleration : tolerations) {
      String effect = toleration.path("effect").asText();
      String tolerated = toleration.path("key").asText();
      if ((tolerated.equals(key) || tolerated.isEmpty())
          && (effect.isEmpty() || effect.equals("NoExecute"))) {
        return;
      }
    }
    tolerations
        .addObject()
        .put("key", key)
        .put("operator", "Exists")
        .put("effect", "NoExecute")
        .put("tolerationSeconds", EVICTED_AFTER_SECONDS);
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    JsonNode spec = object.path("spec");
    PodSpecChecks.check(spec, "spec", findings);
    PodSpecChecks.checkOfPod(spec, findings);
    checkAnnotations(object, findings);
    if (!spec.path("ephemeralContainers").isEmpty()) {
      findings.forbidden("spec.ephemeralContainers", "cannot be set on create");
    }
    if (!spec.path("schedulingGates").isEmpty() && !spec.path("nodeName").asText().isEmpty()) {
      findings.forbidden(
          "spec.nodeName", "cannot be set until all schedulingGates have been cleared");
    }
    return findings.list();
  }

  private static void checkAnnotations(ObjectNode object, Findings findings) {
    JsonNode annotations = object.path("metadata").path("annotations");
    if (annotations.isEmpty()) {
      return;
    }
    JsonNode mirrored = annotations.path(MIRROR);
    if (mirrored.isTextual() && Trees.text(object, "spec", "nodeName").isEmpty()) {
      findings.invalid(
          "metadata.annotations[" + MIRROR + "]",
          mirrored,
          "must set spec.nodeName if mirror pod annotation is set");
    }
    JsonNode cost = annotations.path(DELETION_COST);
    if (cost.isTextual() && !isCost(cost.asText())) {
      findings.invalid(
          "metadata.annotations[" + DELETION_COST + "]", cost, "must be a 32bit integer");
    }
  }

  private static boolean isCost(String text) {
    return COST.matcher(text).matches() && Long.parseLong(text) == (int) Long.parseLong(text);
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    Findings findings = new Findings();
    PodSpecChecks.check(object.path("spec"), "spec", findings);
    PodSpecChecks.checkOfPod(object.path("spec"), findings);
    PodUpdates.check(object.path("spec"), old.path("spec"), findings);
    return findings.list();
  }

  @Override
  public List<String> warnings(ObjectNode object) {
    List<String> texts = new ArrayList<>(PodWarnings.ofPod(object));
    texts.addAll(PodSpecWarnings.of(object.path("spec"), "spec"));
    return texts;
  }

  /** None, as in Kubernetes: pods change often, and seldom by the hand of somebody. */
  @Override
  public List<String> warningsOfUpdate(ObjectNode object, ObjectNode old) {
    return List.of();
  }

  @Override
  public Map<String, Function<ObjectNode, String>> fieldSelectors() {
    return Map.of(
        "spec.nodeName", pod -> Trees.text(pod, "spec", "nodeName"),
        "spec.restartPolicy", pod -> Trees.text(pod, "spec", "restartPolicy"),
        "spec.schedulerName", pod -> Trees.text(pod, "spec", "schedulerName"),
        "spec.serviceAccountName", pod -> Trees.text(pod, "spec", "serviceAccountName"),
        "spec.hostNetwork",
            pod -> Boolean.toString(pod.path("spec").path("hostNetwork").asBoolean()),
        "status.phase", pod -> Trees.text(pod, "status", "phase"),
        "status.podIP", pod -> Trees.text(pod, "status", "podIP"),
        "status.nominatedNodeName", pod -> Trees.text(pod, "status", "nominatedNodeName"));
  }

  @Override
  public boolean showsRemoved() {
    return true;
  }
}
