package io.mkube.apiserver.rbac;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.Json;
import io.mkube.store.StoreKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Assertions;

/** The index decides as somebody would who reads all roles and bindings for each question. */
class RoleBindingsProperties {
  private static final List<String> NAMES = List.of("a", "b", "c");
  private static final List<String> NAMESPACES = List.of("n1", "n2");
  private static final List<String> VERBS = List.of("get", "list", "*");
  private static final List<String> GROUPS = List.of("", "apps", "*");
  private static final List<String> RESOURCES =
      List.of("pods", "pods/log", "*/log", "deployments", "*");

  private static final List<String> URLS = List.of("/metrics", "/api/*", "*", "/healthz");
  private final Map<StoreKey, ObjectNode> objects = new HashMap<>();

  @Property(tries = 300)
  void decideAsANaiveReaderWould(@ForAll long seed) {
    Random random = new Random(seed);
    RoleBindings index = RoleBindings.empty();
    objects.clear();
    for (int step = 0; step < 40; step++) {
      change(random, index);
      if (step % 4 == 3) {
        compare(random, index);
      }
    }
  }

  private void change(Random random, RoleBindings index) {
    boolean role = random.nextBoolean();
    boolean cluster = random.nextBoolean();
    String namespace = cluster ? "" : pick(random, NAMESPACES);
    String resource = (cluster ? "cluster" : "") + (role ? "roles" : "rolebindings");
    StoreKey key = new StoreKey(RoleBindings.GROUP, resource, namespace, pick(random, NAMES));
    if (random.nextInt(5) == 0) {
      index.remove(key);
      objects.remove(key);
    } else {
      ObjectNode object = role ? role(random, cluster) : binding(random, cluster);
      index.put(key, object);
      objects.put(key, object);
    }
  }

  private static ObjectNode role(Random random, boolean cluster) {
    ObjectNode role = Json.object();
    ArrayNode rules = role.putArray("rules");
    for (int i = random.nextInt(3); i >= 0; i--) {
      ObjectNode rule = rules.addObject();
      rule.putArray("verbs").add(pick(random, VERBS));
      if (cluster && random.nextInt(3) == 0) {
        rule.putArray("nonResourceURLs").add(pick(random, URLS));
        continue;
      }
      rule.putArray("apiGroups").add(pick(random, GROUPS));
      rule.putArray("resources").add(pick(random, RESOURCES)).add(pick(random, RESOURCES));
      if (random.nextInt(3) == 0) {
        rule.putArray("resourceNames").add(pick(random, NAMES));
      }
    }
    return role;
  }

  private static ObjectNode binding(Random random, boolean cluster) {
    ObjectNode binding = Json.object();
    binding
        .putObject("roleRef")
        .put("kind", cluster || random.nextBoolean() ? "ClusterRole" : "Role")
        .put("name", pick(random, NAMES));
    ArrayNode subjects = binding.putArray("subjects");
    for (int i = random.nextInt(3); i >= 0; i--) {
      switch (random.nextInt(3)) {
        case 0 -> subjects.addObject().put("kind", "User").put("name", pick(random, NAMES));
        case 1 -> subjects.addObject().put("kind", "Group").put("name", pick(random, NAMES));
        default ->
            subjects
                .addObject()
                .put("kind", "ServiceAccount")
                .put("namespace", pick(random, NAMESPACES))
                .put("name", pick(random, NAMES));
      }
    }
    return binding;
  }

  private void compare(Random random, RoleBindings index) {
    String user =
        random.nextInt(3) == 0
            ? "system:serviceaccount:" + pick(random, NAMESPACES) + ":" + pick(random, NAMES)
            : pick(random, NAMES);
    List<String> groups = random.nextBoolean() ? List.of() : List.of(pick(random, NAMES));
    Access access =
        random.nextInt(5) == 0
            ? new Access.OnPath("get", pick(random, List.of("/metrics", "/api/v1", "/", "/apis")))
            : new Access.OnResource(
                pick(random, List.of("get", "list", "create")),
                pick(random, List.of("", "apps")),
                pick(random, List.of("pods", "deployments")),
                pick(random, List.of("", "log")),
                pick(random, List.of("", "n1", "n2")),
                pick(random, List.of("", "a", "b")));

    Assertions.assertEquals(
        naive(user, groups, access),
        index.decide(user, groups, access).allowed(),
        () -> user + " " + groups + " " + access + " " + objects);
  }

  private boolean naive(String user, List<String> groups, Access access) {
    String namespace = access instanceof Access.OnResource on ? on.namespace() : "";
    return objects.entrySet().stream()
        .filter(entry -> entry.getKey().resource().endsWith("bindings"))
        .filter(
            entry ->
                entry.getKey().namespace().isEmpty()
                    || entry.getKey().namespace().equals(namespace))
        .filter(entry -> concerns(entry.getValue(), user, groups))
        .anyMatch(entry -> gives(entry.getKey(), entry.getValue(), access));
  }

  private static boolean concerns(ObjectNode binding, String user, List<String> groups) {
    for (var subject : binding.path("subjects")) {
      String name = subject.path("name").asText();
      boolean found =
          switch (subject.path("kind").asText()) {
            case "User" -> user.equals(name);
            case "Group" -> groups.contains(name);
            default ->
                user.equals(
                    "system:serviceaccount:" + subject.path("namespace").asText() + ":" + name);
          };
      if (found) {
        return true;
      }
    }
    return false;
  }

  private boolean gives(StoreKey binding, ObjectNode object, Access access) {
    boolean cluster = object.at("/roleRef/kind").asText().equals("ClusterRole");
    ObjectNode role =
        objects.get(
            new StoreKey(
                RoleBindings.GROUP,
                cluster ? "clusterroles" : "roles",
                cluster ? "" : binding.namespace(),
                object.at("/roleRef/name").asText()));
    return role != null && Rule.rules(role).stream().anyMatch(rule -> rule.allows(access));
  }

  private static String pick(Random random, List<String> values) {
    return values.get(random.nextInt(values.size()));
  }
}
