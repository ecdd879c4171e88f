package io.mkube.apiserver.podsecurity;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A pod, or the template of one, as its rules see it.
 *
 * @param spec its spec
 * @param containers all its containers, also those that come before and beside the others
 */
record PodParts(JsonNode spec, List<JsonNode> containers) {
  static PodParts of(JsonNode spec) {
    List<JsonNode> containers = new ArrayList<>();
    for (String list : List.of("initContainers", "containers", "ephemeralContainers")) {
      spec.path(list).forEach(containers::add);
    }
    return new PodParts(spec, containers);
  }

  boolean windows() {
    return spec.path("os").path("name").asText().equals("windows");
  }

  JsonNode security() {
    return spec.path("securityContext");
  }

  static JsonNode security(JsonNode container) {
    return container.path("securityContext");
  }

  /** Names of containers of which something holds. */
  List<String> named(Predicate<JsonNode> condition) {
    return containers.stream()
        .filter(condition)
        .map(container -> container.path("name").asText())
        .toList();
  }

  /**
   * Names of containers that ask for capabilities beyond some.
   *
   * @param forbidden takes these capabilities
   */
  List<String> addingCapabilities(Set<String> allowed, Set<String> forbidden) {
    return named(
        container -> {
          Set<String> added = new TreeSet<>();
          security(container)
              .path("capabilities")
              .path("add")
              .forEach(each -> added.add(each.asText()));
          added.removeAll(allowed);
          forbidden.addAll(added);
          return !added.isEmpty();
        });
  }

  static String addedCapabilities(List<String> names, Set<String> forbidden) {
    return containers(names)
        + " must not include "
        + quoted(forbidden)
        + " in securityContext.capabilities.add";
  }

  /** {@code container "a"}, {@code containers "a", "b"}. */
  static String containers(List<String> names) {
    return counted("container", "containers", names) + " " + quoted(names);
  }

  /** {@code pod and container "a"}: whoever it is of the two. */
  static String setters(boolean pod, List<String> names) {
    if (names.isEmpty()) {
      return "pod";
    }
    return pod ? "pod and " + containers(names) : containers(names);
  }

  static String counted(String one, String many, Collection<?> things) {
    return things.size() == 1 ? one : many;
  }

  static String quoted(Collection<String> names) {
    return names.stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(", "));
  }
}
