package io.mkube.apiserver.lifecycle;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.Json;
import io.mkube.apiserver.object.ObjectMetadata;
import java.util.ArrayList;
import java.util.List;

/**
 * The priority levels and flow schemas that every cluster has, with the numbers of <a
 * href="https://kubernetes.io/docs/concepts/cluster-administration/flow-control/#defaults">Kubernetes</a>.
 */
final class FlowControlObjects {
  private static final String VERSION = "flowcontrol.apiserver.k8s.io/v1";
  private static final List<String> EVERYBODY =
      List.of("system:unauthenticated", "system:authenticated");
  private static final List<String> ANY = List.of("*");
  private static final List<String> LEADER_VERBS = List.of("get", "create", "update");

  private FlowControlObjects() {}

  /** Levels first: schemas name them. */
  static List<ObjectNode> all() {
    List<ObjectNode> objects = new ArrayList<>();
    ObjectNode exempt = level("exempt", "Exempt");
    exempt.withObject("/spec/exempt").put("nominalConcurrencyShares", 0).put("lendablePercent", 0);
    objects.add(exempt);
    ObjectNode rest = limited("catch-all", 5, 0);
    rest.withObject("/spec/limited/limitResponse").put("type", "Reject");
    objects.add(rest);
    objects.add(queuing(limited("system", 30, 33), 64, 6));
    objects.add(queuing(limited("node-high", 40, 25), 64, 6));
    objects.add(queuing(limited("leader-election", 10, 0), 16, 4));
    objects.add(queuing(limited("workload-high", 40, 50), 128, 6));
    objects.add(queuing(limited("workload-low", 100, 90), 128, 6));
    objects.add(queuing(limited("global-default", 20, 50), 128, 6));
    objects.addAll(schemas());
    return objects;
  }

  private static List<ObjectNode> schemas() {
    ObjectNode probes = schema("probes", "exempt", 2, "");
    ObjectNode probing = rule(probes, List.of(), EVERYBODY);
    paths(probing, List.of("get"), List.of("/healthz", "/readyz", "/livez"));
    return List.of(
        everything(schema("exempt", "exempt", 1, ""), List.of(), List.of("system:masters")),
        probes,
        leaderElection(
            schema("system-leader-election", "leader-election", 100, "ByUser"),
            List.of("system:kube-controller-manager", "system:kube-scheduler"),
            List.of("system:serviceaccounts:kube-system")),
        everything(
            schema("endpoint-controller", "workload-high", 150, "ByUser"),
            List.of("system:serviceaccount:kube-system:endpoint-controller"),
            List.of()),
        leaderElection(
            schema("workload-leader-election", "leader-election", 200, "ByUser"),
            List.of(),
            List.of("system:serviceaccounts:kube-system")),
        everything(
            schema("system-node-high", "node-high", 400, "ByUser"),
            List.of(),
            List.of("system:nodes")),
        everything(
            schema("system-nodes", "system", 500, "ByUser"), List.of(), List.of("system:nodes")),
        everything(
            schema("kube-controller-manager", "workload-high", 800, "ByNamespace"),
            List.of("system:kube-controller-manager"),
            List.of()),
        everything(
            schema("kube-scheduler", "workload-high", 800, "ByNamespace"),
            List.of("system:kube-scheduler"),
            List.of()),
        everything(
            schema("kube-system-service-accounts", "workload-high", 900, "ByNamespace"),
            List.of(),
            List.of("system:serviceaccounts:kube-system")),
        everything(
            schema("service-accounts", "workload-low", 9000, "ByUser"),
            List.of(),
            List.of("system:serviceaccounts")),
        everything(
            schema("global-default", "global-default", 9900, "ByUser"), List.of(), EVERYBODY),
        everything(schema("catch-all", "catch-all", 10_000, "ByUser"), List.of(), EVERYBODY));
  }

  private static ObjectNode leaderElection(
      ObjectNode schema, List<String> users, List<String> groups) {
    ObjectNode rule = rule(schema, users, groups);
    resources(rule, LEADER_VERBS, List.of("coordination.k8s.io"), List.of("leases"), ANY);
    return schema;
  }

  private static ObjectNode everything(ObjectNode schema, List<String> users, List<String> groups) {
    ObjectNode rule = rule(schema, users, groups);
    resources(rule, ANY, ANY, ANY, ANY);
    rule.withArray("/resourceRules").forEach(one -> ((ObjectNode) one).put("clusterScope", true));
    paths(rule, ANY, ANY);
    return schema;
  }

  private static ObjectNode object(String kind, String name) {
    ObjectNode object = Json.object().put("apiVersion", VERSION).put("kind", kind);
    ObjectMetadata.of(object)
        .node()
        .put("name", name)
        .putObject("annotations")
        .put("apf.kubernetes.io/autoupdate-spec", "true");
    return object;
  }

  private static ObjectNode level(String name, String type) {
    ObjectNode level = object("PriorityLevelConfiguration", name);
    level.withObject("/spec").put("type", type);
    return level;
  }

  private static ObjectNode limited(String name, int shares, int lendablePercent) {
    ObjectNode level = level(name, "Limited");
    level
        .withObject("/spec/limited")
        .put("nominalConcurrencyShares", shares)
        .put("lendablePercent", lendablePercent);
    return level;
  }

  private static ObjectNode queuing(ObjectNode level, int queues, int handSize) {
    ObjectNode response = level.withObject("/spec/limited/limitResponse").put("type", "Queue");
    response
        .putObject("queuing")
        .put("queues", queues)
        .put("handSize", handSize)
        .put("queueLengthLimit", 50);
    return level;
  }

  private static ObjectNode schema(
      String name, String level, int precedence, String distinguishedBy) {
    ObjectNode schema = object("FlowSchema", name);
    ObjectNode spec = schema.withObject("/spec").put("matchingPrecedence", precedence);
    spec.putObject("priorityLevelConfiguration").put("name", level);
    if (!distinguishedBy.isEmpty()) {
      spec.putObject("distinguisherMethod").put("type", distinguishedBy);
    }
    return schema;
  }

  private static ObjectNode rule(ObjectNode schema, List<String> users, List<String> groups) {
    ObjectNode rule = schema.withArray("/spec/rules").addObject();
    ArrayNode subjects = rule.putArray("subjects");
    for (String user : users) {
      subjects.addObject().put("kind", "User").putObject("user").put("name", user);
    }
    for (String group : groups) {
      subjects.addObject().put("kind", "Group").putObject("group").put("name", group);
    }
    return rule;
  }

  private static void resources(
      ObjectNode rule,
      List<String> verbs,
      List<String> groups,
      List<String> resources,
      List<String> namespaces) {
    ObjectNode resourceRule = rule.withArray("/resourceRules").addObject();
    fill(resourceRule.putArray("verbs"), verbs);
    fill(resourceRule.putArray("apiGroups"), groups);
    fill(resourceRule.putArray("resources"), resources);
    fill(resourceRule.putArray("namespaces"), namespaces);
  }

  private static void paths(ObjectNode rule, List<String> verbs, List<String> paths) {
    ObjectNode pathRule = rule.withArray("/nonResourceRules").addObject();
    fill(pathRule.putArray("verbs"), verbs);
    fill(pathRule.putArray("nonResourceURLs"), paths);
  }

  private static void fill(ArrayNode array, List<String> values) {
    values.forEach(array::add);
  }
}
