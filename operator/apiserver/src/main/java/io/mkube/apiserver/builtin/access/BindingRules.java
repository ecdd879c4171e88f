package io.mkube.apiserver.builtin.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.GoText;
import io.mkube.apiserver.rules.KindRules;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.schema.NameRule;
import java.util.List;

/** Role bindings and cluster role bindings. */
final class BindingRules implements KindRules {
  private final List<String> roleKinds;

  private BindingRules(List<String> roleKinds) {
    this.roleKinds = roleKinds;
  }

  static BindingRules namespaced() {
    return new BindingRules(List.of("ClusterRole", "Role"));
  }

  static BindingRules clusterWide() {
    return new BindingRules(List.of("ClusterRole"));
  }

  @Override
  public NameRule nameRule() {
    return NameRule.PATH_SEGMENT;
  }

  @Override
  public boolean allowsCreateOnUpdate() {
    return true;
  }

  @Override
  public void applyDefaults(ObjectNode object) {
    Trees.defaultText(Trees.child(object, "roleRef"), "apiGroup", AccessKinds.RBAC);
    for (ObjectNode subject : Trees.objects(object, "subjects")) {
      String kind = subject.path("kind").asText();
      if (kind.equals("User") || kind.equals("Group")) {
        Trees.defaultText(subject, "apiGroup", AccessKinds.RBAC);
      }
    }
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    check(object, findings);
    return findings.list();
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    Findings findings = new Findings();
    check(object, findings);
    if (!object.path("roleRef").equals(old.path("roleRef"))) {
      findings.invalidAs(
          "roleRef", GoText.roleReference(object.path("roleRef")), "cannot change roleRef");
    }
    return findings.list();
  }

  private void check(ObjectNode object, Findings findings) {
    JsonNode role = object.path("roleRef");
    findings.oneOf("roleRef.apiGroup", role.path("apiGroup"), List.of(AccessKinds.RBAC));
    findings.requiredOneOf("roleRef.kind", role.path("kind"), roleKinds);
    if (findings.requiredText("roleRef.name", role.path("name"))) {
      findings.name("roleRef.name", role.path("name").asText(), NameRule.PATH_SEGMENT);
    }
    List<ObjectNode> subjects = Trees.objects(object, "subjects");
    for (int i = 0; i < subjects.size(); i++) {
      checkSubject(subjects.get(i), "subjects[" + i + "]", findings);
    }
  }

  private void checkSubject(ObjectNode subject, String path, Findings findings) {
    findings.requiredText(path + ".name", subject.path("name"));
    String group = subject.path("apiGroup").asText();
    switch (subject.path("kind").asText()) {
      case "ServiceAccount" -> {
        if (!group.isEmpty()) {
          findings.oneOf(path + ".apiGroup", subject.path("apiGroup"), List.of(""));
        }
        if (subject.path("namespace").asText().isEmpty() && roleKinds.size() == 1) {
          findings.required(path + ".namespace", "");
        }
      }
      case "User", "Group" ->
          findings.oneOf(path + ".apiGroup", subject.path("apiGroup"), List.of(AccessKinds.RBAC));
      default ->
          findings.requiredOneOf(
              path + ".kind", subject.path("kind"), List.of("Group", "ServiceAccount", "User"));
    }
  }
}
