package io.mkube.apiserver.rbac;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything that bindings give to one user. Immutable once it is filled. */
final class Grants {
  private static final String EVERYWHERE = "";
  private final Map<String, RuleTable> tables = new HashMap<>();
  private final Map<String, Set<String>> missing = new HashMap<>();

  void add(Binding binding, Binding.Subject subject, @Nullable List<Rule> rules) {
    if (rules == null) {
      missing
          .computeIfAbsent(binding.namespace(), scope -> new LinkedHashSet<>())
          .add(binding.role().missing());
      return;
    }
    RuleTable table = tables.computeIfAbsent(binding.namespace(), scope -> new RuleTable());
    String source = binding.description(subject);
    rules.forEach(rule -> table.add(rule, source));
  }

  Decision decide(Access access) {
    String namespace = access instanceof Access.OnResource wanted ? wanted.namespace() : EVERYWHERE;
    RuleTable.Grant grant = find(EVERYWHERE, access);
    if (grant == null && !namespace.isEmpty()) {
      grant = find(namespace, access);
    }
    return grant == null ? new Decision(false, problems(namespace)) : grant.decision();
  }

  /** The rules that hold in a namespace; those of the cluster come first. */
  List<Rule> rules(String namespace) {
    List<Rule> rules = new ArrayList<>();
    addRules(EVERYWHERE, rules);
    if (!namespace.isEmpty()) {
      addRules(namespace, rules);
    }
    return rules;
  }

  /** Roles that are bound and do not exist, as reviews tell them. */
  List<String> missing(String namespace) {
    Set<String> all = new LinkedHashSet<>(missing.getOrDefault(EVERYWHERE, Set.of()));
    all.addAll(missing.getOrDefault(namespace, Set.of()));
    return List.copyOf(all);
  }

  private RuleTable.@Nullable Grant find(String scope, Access access) {
    RuleTable table = tables.get(scope);
    return table == null ? null : table.find(access);
  }

  private void addRules(String scope, List<Rule> rules) {
    RuleTable table = tables.get(scope);
    if (table != null) {
      table.all().forEach(grant -> rules.add(grant.rule()));
    }
  }

  private String problems(String namespace) {
    if (missing.isEmpty()) {
      return "";
    }
    List<String> problems = missing(namespace);
    return switch (problems.size()) {
      case 0 -> "";
      case 1 -> "RBAC: " + problems.getFirst();
      default -> "RBAC: [" + String.join(", ", problems) + "]";
    };
  }
}
