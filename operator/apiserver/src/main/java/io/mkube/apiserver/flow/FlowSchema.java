package io.mkube.apiserver.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.authn.User;
import io.mkube.apiserver.flow.FlowSchemas.Flow;
import io.mkube.apiserver.rbac.Access;
import java.util.ArrayList;
import java.util.List;

/**
 * One schema.
 *
 * @param name its name
 * @param precedence schemas with less are asked first
 * @param rules of which one has to match
 * @param flow what its requests are told
 */
record FlowSchema(String name, int precedence, List<Rule> rules, Flow flow) {
  private static final String ANY = "*";
  private static final String ACCOUNT = "system:serviceaccount:";

  static FlowSchema of(String name, JsonNode spec, Flow flow) {
    List<Rule> rules = new ArrayList<>();
    for (JsonNode rule : spec.path("rules")) {
      rules.add(Rule.of(rule));
    }
    return new FlowSchema(name, spec.path("matchingPrecedence").asInt(), List.copyOf(rules), flow);
  }

  boolean matches(User user, Access access) {
    for (Rule rule : rules) {
      if (rule.matches(user, access)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Who with what.
   *
   * @param subjects of which one has to match
   * @param resources of which one has to match a request for a resource
   * @param paths of which one has to match any other request
   */
  record Rule(List<Subject> subjects, List<Resources> resources, List<Paths> paths) {
    static Rule of(JsonNode rule) {
      List<Subject> subjects = new ArrayList<>();
      rule.path("subjects").forEach(subject -> subjects.add(Subject.of(subject)));
      List<Resources> resources = new ArrayList<>();
      rule.path("resourceRules").forEach(each -> resources.add(Resources.of(each)));
      List<Paths> paths = new ArrayList<>();
      rule.path("nonResourceRules")
          .forEach(
              each -> paths.add(new Paths(texts(each, "verbs"), texts(each, "nonResourceURLs"))));
      return new Rule(List.copyOf(subjects), List.copyOf(resources), List.copyOf(paths));
    }

    boolean matches(User user, Access access) {
      for (Subject subject : subjects) {
        if (subject.matches(user)) {
          return access instanceof Access.OnResource resource
              ? matchesAny(resource)
              : access instanceof Access.OnPath path
                  && paths.stream().anyMatch(rule -> rule.match(path));
        }
      }
      return false;
    }

    /** Asked for nearly every request. */
    private boolean matchesAny(Access.OnResource access) {
      for (Resources rule : resources) {
        if (rule.match(access)) {
          return true;
        }
      }
      return false;
    }
  }

  /**
   * Somebody.
   *
   * @param kind {@code User}, {@code Group} or {@code ServiceAccount}
   * @param name name; of an account the beginning of its user name if {@code all}
   * @param all whether it stands for all of its kind, of an account for all of its namespace
   */
  record Subject(String kind, String name, boolean all) {
    static Subject of(JsonNode subject) {
      String kind = subject.path("kind").asText();
      if (kind.equals("ServiceAccount")) {
        JsonNode account = subject.path("serviceAccount");
        String user = ACCOUNT + account.path("namespace").asText() + ":";
        String name = account.path("name").asText();
        return name.equals(ANY)
            ? new Subject(kind, user, true)
            : new Subject(kind, user + name, false);
      }
      String name = subject.path(kind.equals("Group") ? "group" : "user").path("name").asText();
      return new Subject(kind, name, name.equals(ANY));
    }

    boolean matches(User user) {
      return switch (kind) {
        case "Group" -> all || user.groups().contains(name);
        case "ServiceAccount" -> all ? user.name().startsWith(name) : user.name().equals(name);
        default -> all || user.name().equals(name);
      };
    }
  }

  /**
   * Resources, as a rule names them.
   *
   * @param clusterWide whether requests without a namespace match
   */
  record Resources(
      List<String> verbs,
      List<String> groups,
      List<String> resources,
      List<String> namespaces,
      boolean clusterWide) {
    static Resources of(JsonNode rule) {
      return new Resources(
          texts(rule, "verbs"),
          texts(rule, "apiGroups"),
          texts(rule, "resources"),
          texts(rule, "namespaces"),
          rule.path("clusterScope").asBoolean());
    }

    boolean match(Access.OnResource access) {
      return has(verbs, access.verb())
          && has(groups, access.group())
          && (resources.contains(ANY) || resources.contains(access.qualified()))
          && (access.namespace().isEmpty() ? clusterWide : has(namespaces, access.namespace()));
    }
  }

  /** Paths that are no resources; one may end with an asterisk. */
  record Paths(List<String> verbs, List<String> paths) {
    boolean match(Access.OnPath access) {
      return has(verbs, access.verb())
          && paths.stream().anyMatch(path -> covers(path, access.path()));
    }

    private static boolean covers(String pattern, String path) {
      return pattern.endsWith(ANY)
          ? path.startsWith(pattern.substring(0, pattern.length() - 1))
          : pattern.equals(path);
    }
  }

  private static boolean has(List<String> values, String value) {
    return values.contains(ANY) || values.contains(value);
  }

  private static List<String> texts(JsonNode object, String name) {
    List<String> texts = new ArrayList<>();
    object.path(name).forEach(text -> texts.add(text.asText()));
    return List.copyOf(texts);
  }
}
