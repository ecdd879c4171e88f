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
    return new BindingRules(List.of("Role", "ClusterRole"));
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
    requireOne("roleRef.apiGroup", role.path("apiGroup"), List.of(AccessKinds.RBAC), findings);
    requireOne("roleRef.kind", role.path("kind"), roleKinds, findings);
    if (findings.requiredText("roleRef.name", role.path("name"))) {
      findings.name("roleRef.name", role.path("name").asText(), NameRule.PATH_SEGMENT);
    }
    List<ObjectNode> subjects = Trees.objects(object, "subjects");
    for (int i = 0; i < subjects.size(); i++) {
      checkSubject(subjects.get(i), "subjects[" + i + "]", findings);
    }
  }

  /** Unlike elsewhere, what is missing is not supported. */
  private static void requireOne(
      String path, JsonNode value, List<String> supported, Findings findings) {
    if (!supported.contains(value.asText())) {
      findings.notSupported(path, value.asText(), supported);
    }
  }

  private void checkSubject(ObjectNode subject, String path, Findings findings) {
    findings.requiredText(path + ".name", subject.path("name"));
    JsonNode group = subject.path("apiGroup");
    switch (subject.path("kind").asText()) {
      case "ServiceAccount" -> {
        String name = subject.path("name").asText();
        if (!name.isEmpty()) {
          findings.name(path + ".name", name, NameRule.DNS_SUBDOMAIN);
        }
        requireOne(path + ".apiGroup", group, List.of(""), findings);
        if (subject.path("namespace").asText().isEmpty() && roleKinds.size() == 1) {
          findings.required(path + ".namespace", "");
        }
      }
      case "User", "Group" ->
          requireOne(path + ".apiGroup", group, List.of(AccessKinds.RBAC), findings);
      default ->
          findings.notSupported(
              path + ".kind",
              subject.path("kind").asText(),
              List.of("ServiceAccount", "User", "Group"));
    }
  }
}
