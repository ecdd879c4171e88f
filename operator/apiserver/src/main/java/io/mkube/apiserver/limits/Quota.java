package io.mkube.apiserver.limits;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.cache.CachedObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A ResourceQuota as it is stored.
 *
 * @param stored the object
 * @param scopes which pods it is about
 * @param hard what its spec allows
 * @param counted what its status says it allows, empty before it was first counted
 * @param used what its status says is used
 */
record Quota(CachedObject stored, QuotaScopes scopes, Amounts hard, Amounts counted, Amounts used) {
  /** Of these every container of a pod has to say something where a quota limits them. */
  private static final Set<String> COMPULSORY =
      Set.of("cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory");

  static Quota of(CachedObject stored) {
    ObjectNode object = stored.decode();
    JsonNode status = object.path("status");
    return new Quota(
        stored,
        QuotaScopes.of(object),
        Amounts.of(object.path("spec").path("hard")),
        Amounts.of(status.path("hard")),
        Amounts.of(status.path("used")));
  }

  String name() {
    return stored.name();
  }

  /** Whether the status has been counted for the present spec. */
  boolean isCounted() {
    return counted.text().equals(hard.text()) && used.names().containsAll(hard.names());
  }

  /** What of this quota is about an object, by name. */
  Set<String> about(String group, String plural, JsonNode object) {
    boolean pod = group.isEmpty() && plural.equals("pods");
    if (!scopes.isEmpty() && !(pod && scopes.admit(object))) {
      return Set.of();
    }
    return hard.names().stream()
        .filter(name -> Usage.concerns(name, group, plural))
        .collect(Collectors.toSet());
  }

  /** Why a pod does not say enough to be counted. */
  static Optional<String> unsaid(Set<String> limited, JsonNode pod) {
    TreeMap<String, TreeSet<String>> missing = new TreeMap<>();
    for (JsonNode container : PodAmounts.containers(pod)) {
      JsonNode resources = container.path("resources");
      Amounts said =
          Usage.ofResources(
              Amounts.of(resources.path("requests")), Amounts.of(resources.path("limits")));
      for (String name : limited) {
        if (COMPULSORY.contains(name) && !said.has(name)) {
          missing.computeIfAbsent(name, n -> new TreeSet<>()).add(container.path("name").asText());
        }
      }
    }
    List<String> parts = new ArrayList<>();
    missing.forEach((name, names) -> parts.add(name + " for: " + String.join(",", names)));
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of("must specify " + String.join("; ", parts));
  }

  /** Why there is no room for more. */
  Optional<String> exceeded(Amounts asked) {
    Set<String> above = used.plus(asked).only(asked.names()).above(hard);
    return above.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "exceeded quota: %s, requested: %s, used: %s, limited: %s"
                .formatted(
                    name(),
                    asked.only(above).text(),
                    used.only(above).text(),
                    hard.only(above).text()));
  }

  /** The object with another status. */
  ObjectNode withUsed(Amounts now) {
    ObjectNode object = stored.decode();
    ObjectNode status = object.putObject("status");
    status.set("hard", hard.json());
    status.set("used", now.filled(hard.names()).json());
    return object;
  }
}
