package io.mkube.apiserver.rbac;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Roles as text: a line with the name of a role, then one for each rule with its verbs, groups,
 * resources and names; {@code core} is the group "", {@code events} the rule of who tells events.
 */
final class RoleText {
  private static final String EVENTS = "events";
  private static final Rule TELLS_EVENTS = rule("create,patch,update core,events.k8s.io events");

  private RoleText() {}

  static List<BootstrapRoles.Role> roles(String text) {
    List<BootstrapRoles.Role> roles = new ArrayList<>();
    String name = "";
    List<Rule> rules = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (line.equals(EVENTS)) {
        rules.add(TELLS_EVENTS);
      } else if (line.indexOf(' ') >= 0) {
        rules.add(rule(line));
      } else {
        add(roles, name, rules);
        name = line;
        rules = new ArrayList<>();
      }
    }
    add(roles, name, rules);
    return roles;
  }

  private static void add(List<BootstrapRoles.Role> roles, String name, List<Rule> rules) {
    if (!name.isEmpty()) {
      roles.add(new BootstrapRoles.Role(name, Map.of(), "", rules));
    }
  }

  private static Rule rule(String line) {
    String[] parts = line.split(" ", -1);
    return new Rule(
        words(parts[0]),
        words(parts[1].replace("core", "")),
        words(parts[2]),
        parts.length > 3 ? words(parts[3]) : List.of(),
        List.of());
  }

  private static List<String> words(String text) {
    return List.of(text.split(",", -1));
  }
}
