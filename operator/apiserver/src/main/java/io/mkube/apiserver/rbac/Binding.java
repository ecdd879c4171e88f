package io.mkube.apiserver.rbac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A binding of a role to subjects.
 *
 * @param namespace namespace that it holds in, {@code ""} for all
 * @param name name
 * @param role the role that it gives
 * @param subjects to whom
 */
record Binding(String namespace, String name, RoleName role, List<Subject> subjects) {
  Binding {
    subjects = List.copyOf(subjects);
  }

  static Binding of(String namespace, String name, ObjectNode object) {
    List<Subject> subjects = new ArrayList<>();
    for (JsonNode subject : object.path("subjects")) {
      subjects.add(Subject.of(subject, namespace));
    }
    return new Binding(namespace, name, RoleName.of(object.path("roleRef"), namespace), subjects);
  }

  /** How reviews name the source of a permission. */
  String description(Subject subject) {
    return (namespace.isEmpty()
            ? "ClusterRoleBinding \"" + name
            : "RoleBinding \"" + name + "/" + namespace)
        + "\" of "
        + role.kind()
        + " \""
        + role.name()
        + "\" to "
        + subject.text();
  }

  /**
   * One subject of a binding.
   *
   * @param kind {@code User}, {@code Group} or {@code ServiceAccount}
   * @param namespace namespace of a service account
   * @param name name
   */
  record Subject(String kind, String namespace, String name) {
    static final String ACCOUNT = "ServiceAccount";

    static Subject of(JsonNode subject, String bindingNamespace) {
      String namespace = subject.path("namespace").asText("");
      return new Subject(
          subject.path("kind").asText(""),
          namespace.isEmpty() ? bindingNamespace : namespace,
          subject.path("name").asText(""));
    }

    boolean group() {
      return kind.equals("Group");
    }

    /** The user or group that a request carries. */
    String carried() {
      return kind.equals(ACCOUNT) ? "system:serviceaccount:" + namespace + ":" + name : name;
    }

    String text() {
      return kind + " \"" + (kind.equals(ACCOUNT) ? name + "/" + namespace : name) + "\"";
    }
  }
}
