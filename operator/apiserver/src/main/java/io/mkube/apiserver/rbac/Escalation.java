package io.mkube.apiserver.rbac;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Nobody gives away what they do not have. */
public final class Escalation {
  private Escalation() {}

  /**
   * Compares what somebody has with what they want to give.
   *
   * @param owned rules that they have where the role will hold
   * @param given rules that they want to give
   * @return the rules that they do not have, one a line, sorted; empty if they have all
   */
  public static Optional<String> missing(List<Rule> owned, List<Rule> given) {
    List<Rule> missing = new ArrayList<>();
    for (Rule rule : given) {
      for (Rule part : rule.parts()) {
        if (owned.stream().noneMatch(own -> own.covers(part))) {
          missing.add(part);
        }
      }
    }
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            compact(missing).stream()
                .map(Rule::text)
                .distinct()
                .sorted()
                .collect(Collectors.joining("\n")));
  }

  /** What a user who tries it is told. */
  public static String refusal(String user, List<String> groups, String missing) {
    return "user \""
        + user
        + "\" (groups="
        + Quoted.list(groups)
        + ") is attempting to grant RBAC permissions not currently held:\n"
        + missing;
  }

  /** Puts the verbs on the same thing into one rule. */
  private static List<Rule> compact(List<Rule> parts) {
    Map<Rule, Set<String>> verbs = new LinkedHashMap<>();
    for (Rule part : parts) {
      Rule thing = new Rule(List.of(), part.groups(), part.resources(), part.names(), part.urls());
      verbs.computeIfAbsent(thing, rule -> new LinkedHashSet<>()).addAll(part.verbs());
    }
    List<Rule> rules = new ArrayList<>();
    verbs.forEach(
        (thing, all) -> {
          if (thing.urls().isEmpty()) {
            rules.add(
                new Rule(
                    List.copyOf(all), thing.groups(), thing.resources(), thing.names(), List.of()));
          } else {
            // As kube-apiserver does: paths are listed with one verb each.
            all.forEach(verb -> rules.add(Rule.ofPaths(List.of(verb), thing.urls())));
          }
        });
    return rules;
  }
}
