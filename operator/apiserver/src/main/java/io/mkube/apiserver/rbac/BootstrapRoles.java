package io.mkube.apiserver.rbac;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The cluster roles and bindings that every cluster has, as kube-apiserver ships them for what is
 * served here. See <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings">Kubernetes'
 * list</a>.
 */
public final class BootstrapRoles {
  /** Annotation with which an administrator keeps a role or binding as it is. */
  public static final String AUTO_UPDATE = "rbac.authorization.kubernetes.io/autoupdate";

  private static final String AGGREGATE = "rbac.authorization.k8s.io/aggregate-to-";
  private static final String CORE = "";
  private static final List<String> READ = List.of("get", "list", "watch");
  private static final List<String> WRITE =
      List.of("create", "delete", "deletecollection", "patch", "update");

  private static final List<String> ALL_VERBS =
      List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

  private static final List<String> HEALTH =
      List.of("/healthz", "/livez", "/readyz", "/version", "/version/");

  private static final List<String> EVERYBODY =
      List.of("system:authenticated", "system:unauthenticated");

  private BootstrapRoles() {}

  /**
   * A cluster role without its metadata's server-made part.
   *
   * @param name name
   * @param labels labels beside the one that all have
   * @param aggregates label that the roles carry whose rules this one collects, {@code ""} for none
   * @param rules own rules
   */
  public record Role(String name, Map<String, String> labels, String aggregates, List<Rule> rules) {
    public Role {
      labels = Map.copyOf(labels);
      rules = List.copyOf(rules);
    }
  }

  /** The cluster roles; collected rules are already in those that collect. */
  public static List<ObjectNode> clusterRoles() {
    List<Role> roles = new ArrayList<>(roles());
    roles.addAll(ComponentRoles.list());
    roles.addAll(ControllerRoles.list());
    return roles.stream().map(role -> object(role, collected(role, roles))).toList();
  }

  /** The bindings of cluster roles to groups, and to users and accounts of a cluster's parts. */
  public static List<ObjectNode> clusterRoleBindings() {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    groups.put("cluster-admin", List.of("system:masters"));
    groups.put("system:basic-user", List.of("system:authenticated"));
    groups.put("system:discovery", List.of("system:authenticated"));
    groups.put("system:monitoring", List.of("system:monitoring"));
    groups.put("system:public-info-viewer", EVERYBODY);
    groups.put("system:service-account-issuer-discovery", List.of("system:serviceaccounts"));
    List<ObjectNode> bindings = new ArrayList<>();
    groups.forEach((role, names) -> bindings.add(binding(role, "Group", names)));
    ComponentRoles.USERS.forEach(
        (role, user) -> bindings.add(binding(role, "User", List.of(user))));
    ControllerRoles.list().forEach(role -> bindings.add(accountBinding(role)));
    return bindings;
  }

  private static List<Role> roles() {
    return List.of(
        new Role("cluster-admin", Map.of(), "", List.of(all(), everyPath())),
        collecting("admin", "admin", Map.of()),
        collecting("edit", "edit", to("admin")),
        collecting("view", "view", to("edit")),
        new Role("system:aggregate-to-admin", to("admin"), "", adminRules()),
        new Role("system:aggregate-to-edit", to("edit"), "", editRules()),
        new Role("system:aggregate-to-view", to("view"), "", viewRules()),
        plain(
            "system:basic-user",
            rule(
                List.of("create"),
                "authorization.k8s.io",
                "selfsubjectaccessreviews",
                "selfsubjectrulesreviews"),
            rule(List.of("create"), "authentication.k8s.io", "selfsubjectreviews")),
        plain(
            "system:discovery",
            paths(HEALTH, "/api", "/api/*", "/apis", "/apis/*", "/openapi", "/openapi/*")),
        plain("system:public-info-viewer", paths(HEALTH)),
        plain(
            "system:monitoring",
            paths(
                List.of("/healthz", "/livez", "/readyz"),
                "/healthz/*",
                "/livez/*",
                "/readyz/*",
                "/metrics",
                "/metrics/slis")),
        plain(
            "system:service-account-issuer-discovery",
            paths(
                List.of(),
                "/.well-known/openid-configuration",
                "/.well-known/openid-configuration/",
                "/openid/v1/jwks",
                "/openid/v1/jwks/")),
        plain(
            "system:auth-delegator",
            rule(List.of("create"), "authentication.k8s.io", "tokenreviews"),
            rule(List.of("create"), "authorization.k8s.io", "subjectaccessreviews")),
        plain(
            "system:kubelet-api-admin",
            rule(READ, CORE, "nodes"),
            rule(List.of("proxy"), CORE, "nodes"),
            rule(List.of("*"), CORE, "nodes/log", "nodes/metrics", "nodes/proxy", "nodes/stats")));
  }

  private static List<Rule> adminRules() {
    return List.of(
        rule(List.of("create"), "authorization.k8s.io", "localsubjectaccessreviews"),
        rule(ALL_VERBS, RoleBindings.GROUP, "rolebindings", "roles"));
  }

  private static List<Rule> editRules() {
    return List.of(
        rule(
            READ,
            CORE,
            "pods/attach",
            "pods/exec",
            "pods/portforward",
            "pods/proxy",
            "secrets",
            "services/proxy"),
        rule(List.of("impersonate"), CORE, "serviceaccounts"),
        rule(WRITE, CORE, "pods", "pods/attach", "pods/exec", "pods/portforward", "pods/proxy"),
        rule(List.of("create"), CORE, "pods/eviction"),
        rule(
            WRITE,
            CORE,
            "configmaps",
            "events",
            "persistentvolumeclaims",
            "replicationcontrollers",
            "replicationcontrollers/scale",
            "secrets",
            "serviceaccounts",
            "services",
            "services/proxy"),
        rule(List.of("create"), CORE, "serviceaccounts/token"),
        rule(
            WRITE,
            "apps",
            "daemonsets",
            "deployments",
            "deployments/rollback",
            "deployments/scale",
            "replicasets",
            "replicasets/scale",
            "statefulsets",
            "statefulsets/scale"),
        rule(WRITE, "autoscaling", "horizontalpodautoscalers"),
        rule(WRITE, "batch", "cronjobs", "jobs"),
        rule(WRITE, "policy", "poddisruptionbudgets"),
        rule(WRITE, "networking.k8s.io", "ingresses", "networkpolicies"),
        rule(ALL_VERBS, "coordination.k8s.io", "leases"));
  }

  private static List<Rule> viewRules() {
    return List.of(
        rule(
            READ,
            CORE,
            "configmaps",
            "endpoints",
            "persistentvolumeclaims",
            "persistentvolumeclaims/status",
            "pods",
            "replicationcontrollers",
            "replicationcontrollers/scale",
            "serviceaccounts",
            "services",
            "services/status"),
        rule(
            READ,
            CORE,
            "bindings",
            "events",
            "limitranges",
            "namespaces/status",
            "pods/log",
            "pods/status",
            "replicationcontrollers/status",
            "resourcequotas",
            "resourcequotas/status"),
        rule(READ, CORE, "namespaces"),
        rule(READ, "discovery.k8s.io", "endpointslices"),
        rule(
            READ,
            "apps",
            "controllerrevisions",
            "daemonsets",
            "daemonsets/status",
            "deployments",
            "deployments/scale",
            "deployments/status",
            "replicasets",
            "replicasets/scale",
            "replicasets/status",
            "statefulsets",
            "statefulsets/scale",
            "statefulsets/status"),
        rule(READ, "autoscaling", "horizontalpodautoscalers", "horizontalpodautoscalers/status"),
        rule(READ, "batch", "cronjobs", "cronjobs/status", "jobs", "jobs/status"),
        rule(READ, "policy", "poddisruptionbudgets", "poddisruptionbudgets/status"),
        rule(READ, "networking.k8s.io", "ingresses", "ingresses/status", "networkpolicies"));
  }

  private static Rule rule(List<String> verbs, String group, String... resources) {
    return Rule.of(verbs, List.of(group), List.of(resources));
  }

  private static Rule paths(List<String> some, String... others) {
    TreeSet<String> all = new TreeSet<>(some);
    all.addAll(List.of(others));
    return Rule.ofPaths(List.of("get"), List.copyOf(all));
  }

  private static Rule all() {
    return Rule.of(List.of("*"), List.of("*"), List.of("*"));
  }

  private static Rule everyPath() {
    return Rule.ofPaths(List.of("*"), List.of("*"));
  }

  private static Role plain(String name, Rule... rules) {
    return new Role(name, Map.of(), "", List.of(rules));
  }

  private static Role collecting(String name, String target, Map<String, String> labels) {
    return new Role(name, labels, AGGREGATE + target, List.of());
  }

  private static Map<String, String> to(String target) {
    return Map.of(AGGREGATE + target, "true");
  }

  /** The rules of a role with those that it collects, in the order of the roles' names. */
  private static List<Rule> collected(Role role, List<Role> roles) {
    if (role.aggregates().isEmpty()) {
      return role.rules();
    }
    List<Rule> rules = new ArrayList<>();
    roles.stream()
        .filter(other -> other.labels().containsKey(role.aggregates()))
        .sorted(Comparator.comparing(Role::name))
        .forEach(
            other ->
                collected(other, roles).stream()
                    .filter(rule -> !rules.contains(rule))
                    .forEach(rules::add));
    return rules;
  }

  private static ObjectNode object(Role role, List<Rule> rules) {
    ObjectNode object = frame("ClusterRole", role.name());
    role.labels().forEach((key, value) -> object.withObject("/metadata/labels").put(key, value));
    if (!role.aggregates().isEmpty()) {
      object
          .putObject("aggregationRule")
          .putArray("clusterRoleSelectors")
          .addObject()
          .putObject("matchLabels")
          .put(role.aggregates(), "true");
    }
    var array = object.putArray("rules");
    rules.forEach(rule -> array.add(rule.json()));
    return object;
  }

  private static ObjectNode binding(String role, String kind, List<String> names) {
    ObjectNode object = binding(role);
    var subjects = object.putArray("subjects");
    for (String name : names) {
      subjects.addObject().put("apiGroup", RoleBindings.GROUP).put("kind", kind).put("name", name);
    }
    return object;
  }

  private static ObjectNode accountBinding(Role role) {
    ObjectNode object = binding(role.name());
    object
        .putArray("subjects")
        .addObject()
        .put("kind", "ServiceAccount")
        .put("name", ControllerRoles.account(role))
        .put("namespace", "kube-system");
    return object;
  }

  private static ObjectNode binding(String role) {
    ObjectNode object = frame("ClusterRoleBinding", role);
    object
        .putObject("roleRef")
        .put("apiGroup", RoleBindings.GROUP)
        .put("kind", RoleName.CLUSTER_ROLE)
        .put("name", role);
    return object;
  }

  private static ObjectNode frame(String kind, String name) {
    ObjectNode object = Json.object();
    object.put("apiVersion", RoleBindings.GROUP + "/v1").put("kind", kind);
    ObjectNode metadata = object.putObject("metadata");
    metadata.put("name", name);
    metadata.putObject("annotations").put(AUTO_UPDATE, "true");
    metadata.putObject("labels").put("kubernetes.io/bootstrapping", "rbac-defaults");
    return object;
  }
}
