package io.mkube.apiserver.rbac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One rule of a role. It is about resources or about paths; a {@code *} stands for all.
 *
 * @param verbs verbs
 * @param groups API groups
 * @param resources resources; {@code pods/log} for a subresource, <code>*&#47;scale</code> for one
 *     of all resources
 * @param names object names, empty for all
 * @param urls paths; a trailing {@code *} stands for any continuation
 */
public record Rule(
    List<String> verbs,
    List<String> groups,
    List<String> resources,
    List<String> names,
    List<String> urls) {
  private static final String ALL = "*";

  public Rule {
    verbs = List.copyOf(verbs);
    groups = List.copyOf(groups);
    resources = List.copyOf(resources);
    names = List.copyOf(names);
    urls = List.copyOf(urls);
  }

  /** Verbs on resources of groups. */
  public static Rule of(List<String> verbs, List<String> groups, List<String> resources) {
    return new Rule(verbs, groups, resources, List.of(), List.of());
  }

  /** Verbs on paths. */
  public static Rule ofPaths(List<String> verbs, List<String> urls) {
    return new Rule(verbs, List.of(), List.of(), List.of(), urls);
  }

  /** The rules of a role. */
  public static List<Rule> rules(JsonNode role) {
    List<Rule> rules = new ArrayList<>();
    for (JsonNode rule : role.path("rules")) {
      rules.add(
          new Rule(
              texts(rule.path("verbs")),
              texts(rule.path("apiGroups")),
              texts(rule.path("resources")),
              texts(rule.path("resourceNames")),
              texts(rule.path("nonResourceURLs"))));
    }
    return rules;
  }

  /** The rule as it stands in roles. */
  public ObjectNode json() {
    ObjectNode node = Json.object();
    put(node, "apiGroups", groups);
    put(node, "nonResourceURLs", urls);
    put(node, "resourceNames", names);
    put(node, "resources", resources);
    put(node, "verbs", verbs);
    return node;
  }

  /** Whether this rule allows something. */
  public boolean allows(Access access) {
    return switch (access) {
      case Access.OnResource wanted ->
          allowsVerbInGroup(wanted) && hasResource(wanted) && allowsName(wanted.name());
      case Access.OnPath wanted -> hasAllOr(verbs, wanted.verb()) && hasPath(wanted.path());
    };
  }

  /** The part of {@link #allows} that is left when the resource is known to be one of this rule. */
  boolean allowsVerbInGroup(Access.OnResource wanted) {
    return hasAllOr(verbs, wanted.verb()) && hasAllOr(groups, wanted.group());
  }

  boolean allowsName(String name) {
    return names.isEmpty() || names.contains(name);
  }

  /**
   * Whether whoever has this rule has all of another one, which is about one thing of each kind.
   */
  boolean covers(Rule part) {
    return hasAll(verbs, part.verbs)
        && hasAll(groups, part.groups)
        && coversResources(part.resources)
        && coversNames(part.names)
        && part.urls.stream().allMatch(this::hasPath);
  }

  /** The rules about one verb on one thing each that this one consists of. */
  List<Rule> parts() {
    List<Rule> parts = new ArrayList<>();
    for (String group : groups) {
      for (String resource : resources) {
        for (String verb : verbs) {
          List<String> one = List.of(verb);
          if (names.isEmpty()) {
            parts.add(of(one, List.of(group), List.of(resource)));
          }
          for (String name : names) {
            parts.add(new Rule(one, List.of(group), List.of(resource), List.of(name), List.of()));
          }
        }
      }
    }
    for (String url : urls) {
      verbs.forEach(verb -> parts.add(ofPaths(List.of(verb), List.of(url))));
    }
    return parts;
  }

  /** The form in which messages show a rule. */
  String text() {
    List<String> fields = new ArrayList<>();
    describe("APIGroups", groups, fields);
    describe("Resources", resources, fields);
    describe("NonResourceURLs", urls, fields);
    describe("ResourceNames", names, fields);
    describe("Verbs", verbs, fields);
    return fields.stream().collect(Collectors.joining(", ", "{", "}"));
  }

  private boolean hasResource(Access.OnResource wanted) {
    return resources.contains(ALL)
        || resources.contains(wanted.qualified())
        || (!wanted.subresource().isEmpty() && resources.contains("*/" + wanted.subresource()));
  }

  boolean hasPath(String path) {
    for (String url : urls) {
      if (url.equals(ALL) || url.equals(path)) {
        return true;
      }
      if (url.endsWith(ALL) && path.startsWith(withoutStars(url))) {
        return true;
      }
    }
    return false;
  }

  private static String withoutStars(String url) {
    int end = url.length();
    while (end > 0 && url.charAt(end - 1) == '*') {
      end--;
    }
    return url.substring(0, end);
  }

  private boolean coversResources(List<String> wanted) {
    if (hasAll(resources, wanted)) {
      return true;
    }
    for (String resource : wanted) {
      int slash = resource.indexOf('/');
      if (!resources.contains(resource)
          && (slash < 0 || !resources.contains("*" + resource.substring(slash)))) {
        return false;
      }
    }
    return true;
  }

  private boolean coversNames(List<String> wanted) {
    return names.isEmpty() || (!wanted.isEmpty() && names.containsAll(wanted));
  }

  private static boolean hasAllOr(List<String> values, String value) {
    return values.contains(ALL) || values.contains(value);
  }

  private static boolean hasAll(List<String> values, List<String> wanted) {
    return values.contains(ALL) || values.containsAll(wanted);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>(array.size());
    array.forEach(value -> texts.add(value.asText()));
    return texts;
  }

  private static void put(ObjectNode node, String field, List<String> values) {
    if (!values.isEmpty()) {
      ArrayNode array = node.putArray(field);
      values.forEach(array::add);
    }
  }

  private static void describe(String field, List<String> values, List<String> fields) {
    if (!values.isEmpty()) {
      fields.add(field + ":" + Quoted.list(values));
    }
  }
}
