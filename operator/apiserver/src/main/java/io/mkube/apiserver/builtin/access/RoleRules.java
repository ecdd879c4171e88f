package io.mkube.apiserver.builtin.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.GoText;
import io.mkube.apiserver.rules.KindRules;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.schema.LabelRules;
import io.mkube.apiserver.schema.NameRule;
import java.util.List;

/** Roles and cluster roles. */
final class RoleRules implements KindRules {
  private final Scope scope;

  private enum Scope {
    NAMESPACE,
    CLUSTER
  }

  private RoleRules(Scope scope) {
    this.scope = scope;
  }

  static RoleRules namespaced() {
    return new RoleRules(Scope.NAMESPACE);
  }

  static RoleRules clusterWide() {
    return new RoleRules(Scope.CLUSTER);
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
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    List<ObjectNode> rules = Trees.objects(object, "rules");
    for (int i = 0; i < rules.size(); i++) {
      checkRule(rules.get(i), "rules[" + i + "]", findings);
    }
    List<ObjectNode> selectors =
        Trees.objects(object.path("aggregationRule"), "clusterRoleSelectors");
    if (object.path("aggregationRule").isObject() && selectors.isEmpty()) {
      findings.required(
          "aggregationRule.clusterRoleSelectors",
          "at least one clusterRoleSelector required if aggregationRule is non-nil");
    }
    for (int i = 0; i < selectors.size(); i++) {
      String at = "aggregationRule.clusterRoleSelectors[" + i + "]";
      int before = findings.list().size();
      LabelRules.checkSelector(selectors.get(i), at, findings.sink());
      if (findings.list().size() > before) {
        findings.invalidAs(at, "\"null\"", "invalid label selector.");
      }
    }
    return findings.list();
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    return validateCreate(object);
  }

  private void checkRule(ObjectNode rule, String path, Findings findings) {
    if (rule.path("verbs").isEmpty()) {
      findings.required(path + ".verbs", "verbs must contain at least one value");
    }
    boolean urls = !rule.path("nonResourceURLs").isEmpty();
    if (urls && scope == Scope.NAMESPACE) {
      findings.invalidAs(
          path + ".nonResourceURLs",
          GoText.texts(rule.path("nonResourceURLs")),
          "namespaced rules cannot apply to non-resource URLs");
    }
    if (urls) {
      boolean resources =
          !rule.path("apiGroups").isEmpty()
              || !rule.path("resources").isEmpty()
              || !rule.path("resourceNames").isEmpty();
      if (resources) {
        findings.invalidAs(
            path + ".nonResourceURLs",
            GoText.texts(rule.path("nonResourceURLs")),
            "rules cannot apply to both regular resources and non-resource URLs");
      }
      return;
    }
    if (rule.path("apiGroups").isEmpty()) {
      findings.required(path + ".apiGroups", "resource rules must supply at least one api group");
    }
    if (rule.path("resources").isEmpty()) {
      findings.required(path + ".resources", "resource rules must supply at least one resource");
    }
  }
}
