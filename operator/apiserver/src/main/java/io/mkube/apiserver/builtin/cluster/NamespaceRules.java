package io.mkube.apiserver.builtin.cluster;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.KindRules;
import io.mkube.apiserver.rules.StatusKindRules;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.schema.NameRule;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Namespaces. The finalizer in {@code spec} keeps one until its contents are gone. */
final class NamespaceRules implements StatusKindRules {
  /** Taken away when everything in the namespace is gone. */
  private static final String KEEPER = "kubernetes";

  @Override
  public NameRule nameRule() {
    return NameRule.DNS_LABEL;
  }

  @Override
  public void applyDefaults(ObjectNode object) {
    ObjectNode metadata = Trees.child(object, "metadata");
    String name = metadata.path("name").asText();
    if (!name.isEmpty()) {
      Trees.child(metadata, "labels").put("kubernetes.io/metadata.name", name);
    }
  }

  @Override
  public void prepareForCreate(ObjectNode object) {
    ArrayNode finalizers = Trees.list(Trees.child(object, "spec"), "finalizers");
    if (!FinalizeRules.names(finalizers).contains(KEEPER)) {
      finalizers.add(KEEPER);
    }
    object.putObject("status").put("phase", "Active");
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    for (String name : FinalizeRules.names(object.path("spec").path("finalizers"))) {
      FinalizeRules.check("spec.finalizers", name, findings);
    }
    return findings.list();
  }

  /** Only the {@code finalize} subresource writes the spec. */
  @Override
  public void prepareForUpdate(ObjectNode object, ObjectNode old) {
    StatusKindRules.super.prepareForUpdate(object, old);
    if (old.get("spec") instanceof ObjectNode spec) {
      object.set("spec", spec.deepCopy());
    } else {
      object.remove("spec");
    }
  }

  @Override
  public KindRules ofSubresource(String subresource) {
    return subresource.equals("finalize") ? new FinalizeRules(this) : this;
  }

  @Override
  public Map<String, Function<ObjectNode, String>> fieldSelectors() {
    return Map.of("status.phase", namespace -> Trees.text(namespace, "status", "phase"));
  }
}
