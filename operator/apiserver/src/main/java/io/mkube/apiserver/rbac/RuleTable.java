package io.mkube.apiserver.rbac;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules that somebody has in one scope, found by resource. Immutable once it is filled. */
final class RuleTable {
  private final List<Grant> all = new ArrayList<>();
  private final Map<String, List<Grant>> byResource = new HashMap<>();
  private final List<Grant> paths = new ArrayList<>();

  /**
   * A rule and what is said of a request that it allows.
   *
   * @param rule the rule
   * @param decision names the binding that gives it
   */
  record Grant(Rule rule, Decision decision) {}

  void add(Rule rule, String source) {
    Grant grant = new Grant(rule, new Decision(true, "RBAC: allowed by " + source));
    all.add(grant);
    for (String resource : rule.resources()) {
      byResource.computeIfAbsent(resource, name -> new ArrayList<>(2)).add(grant);
    }
    if (!rule.urls().isEmpty()) {
      paths.add(grant);
    }
  }

  List<Grant> all() {
    return all;
  }

  /** The first grant that allows something, null if none does. */
  @Nullable Grant find(Access access) {
    return switch (access) {
      case Access.OnResource wanted -> findResource(wanted);
      case Access.OnPath wanted -> findPath(wanted);
    };
  }

  private @Nullable Grant findResource(Access.OnResource wanted) {
    Grant found = find("*", wanted);
    if (found == null) {
      found = find(wanted.qualified(), wanted);
    }
    if (found == null && !wanted.subresource().isEmpty()) {
      found = find("*/" + wanted.subresource(), wanted);
    }
    return found;
  }

  private @Nullable Grant find(String resource, Access.OnResource wanted) {
    List<Grant> grants = byResource.get(resource);
    if (grants == null) {
      return null;
    }
    for (Grant grant : grants) {
      if (grant.rule().allowsVerbInGroup(wanted) && grant.rule().allowsName(wanted.name())) {
        return grant;
      }
    }
    return null;
  }

  private @Nullable Grant findPath(Access.OnPath wanted) {
    for (Grant grant : paths) {
      if (grant.rule().allows(wanted)) {
        return grant;
      }
    }
    return null;
  }
}
