package io.mkube.apiserver.builtin.pod;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.rules.DelegatingRules;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.KindRules;
import io.mkube.apiserver.rules.Trees;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Containers that join a pod while it runs, which {@code kubectl debug} adds: nothing else of the
 * pod changes, and those that are there stay as they are.
 *
 * @param rules the rules of pods
 */
record EphemeralContainerRules(KindRules rules) implements DelegatingRules {
  private static final String LIST = "ephemeralContainers";
  private static final String PATH = "spec." + LIST;
  private static final List<String> NOT_SET =
      List.of("ports", "livenessProbe", "readinessProbe", "startupProbe", "lifecycle");

  @Override
  public void prepareForUpdate(ObjectNode object, ObjectNode old) {
    var wanted = object.path("spec").path(LIST);
    String revision = ObjectMetadata.of(object).resourceVersion();
    object.removeAll();
    object.setAll(old.deepCopy());
    if (!revision.isEmpty()) {
      ObjectMetadata.of(object).set("resourceVersion", revision);
    }
    ObjectNode spec = Trees.child(object, "spec");
    if (wanted.isEmpty()) {
      spec.remove(LIST);
    } else {
      spec.set(LIST, wanted);
    }
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    Findings findings = new Findings();
    ObjectNode spec = Trees.child(object, "spec");
    Map<String, String> volumes = VolumeChecks.types(spec);
    Set<String> names = new HashSet<>();
    for (String list : List.of("containers", "initContainers")) {
      Trees.objects(spec, list).forEach(container -> names.add(container.path("name").asText()));
    }
    Set<String> targets = Set.copyOf(names);
    Map<String, ObjectNode> present = new HashMap<>();
    List<ObjectNode> containers = Trees.objects(spec, LIST);
    for (int i = 0; i < containers.size(); i++) {
      ObjectNode container = containers.get(i);
      String path = PATH + "[" + i + "]";
      ContainerChecks.check(container, path, volumes, findings);
      ContainerChecks.checkImageOfPod(container, path, findings);
      String name = container.path("name").asText();
      if (!names.add(name)) {
        findings.duplicate(path + ".name", name);
      }
      present.put(name, container);
      checkTarget(container, path, targets, findings);
    }
    for (ObjectNode before : Trees.objects(old.path("spec"), LIST)) {
      checkKept(before, present.get(before.path("name").asText()), findings);
    }
    return findings.list();
  }

  private static void checkTarget(
      ObjectNode container, String path, Set<String> targets, Findings findings) {
    String target = container.path("targetContainerName").asText();
    if (!target.isEmpty() && !targets.contains(target)) {
      findings.notFound(path + ".targetContainerName", target);
    }
    for (String field : NOT_SET) {
      if (!container.path(field).isEmpty()) {
        findings.forbidden(path + "." + field, "cannot be set for an Ephemeral Container");
      }
    }
    if (!container.path("resources").isEmpty()) {
      findings.forbidden(path + ".resources", "cannot be set for an Ephemeral Container");
    }
  }

  private static void checkKept(ObjectNode before, @Nullable ObjectNode now, Findings findings) {
    String name = "existing ephemeral containers \"" + before.path("name").asText() + "\"";
    if (now == null) {
      findings.forbidden(PATH, name + " may not be removed\n");
    } else if (!now.equals(before)) {
      findings.forbidden(PATH, name + " may not be changed\n");
    }
  }
}
