package io.mkube.apiserver.builtin.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.GoText;
import io.mkube.apiserver.rules.ResourceNames;
import io.mkube.apiserver.types.Quantity;
import java.util.Optional;
import java.util.stream.Stream;

/** Requests and limits of a container. */
public final class ResourceChecks {
  private ResourceChecks() {}

  /** Checks a {@code resources} object at {@code path}. */
  public static void check(JsonNode resources, String path, Findings findings) {
    JsonNode limits = resources.path("limits");
    JsonNode requests = resources.path("requests");
    checkList(limits, path + ".limits", findings);
    checkList(requests, path + ".requests", findings);
    for (var request : requests.properties()) {
      checkLimit(request.getKey(), request.getValue(), limits, path, findings);
    }
    boolean pages = hasPages(limits) || hasPages(requests);
    boolean computes =
        Stream.of(limits, requests).anyMatch(list -> list.has("cpu") || list.has("memory"));
    if (pages && !computes) {
      findings.forbidden(path, "HugePages require cpu or memory");
    }
  }

  /** Of what is only handed out whole, nobody gets more than was asked for. */
  private static void checkLimit(
      String name, JsonNode request, JsonNode limits, String path, Findings findings) {
    boolean shared = !name.contains("/") && !ResourceNames.isHugePages(name);
    if (!limits.has(name) && !shared) {
      findings.required(path + ".limits", "Limit must be set for non overcommitable resources");
    }
    Optional<Quantity> wanted = quantity(request);
    Optional<Quantity> limit = quantity(limits.path(name));
    if (wanted.isEmpty() || limit.isEmpty()) {
      return;
    }
    int order = wanted.get().compareTo(limit.get());
    if (order > 0 || (order < 0 && !shared)) {
      findings.invalid(
          path + ".requests",
          request,
          (shared ? "must be less than or equal to " : "must be equal to ")
              + name
              + " limit of "
              + limit.get().canonical());
    }
  }

  private static boolean hasPages(JsonNode amounts) {
    for (var amount : amounts.properties()) {
      if (ResourceNames.isHugePages(amount.getKey())) {
        return true;
      }
    }
    return false;
  }

  private static void checkList(JsonNode amounts, String path, Findings findings) {
    for (var amount : amounts.properties()) {
      String name = amount.getKey();
      String at = path + "[" + name + "]";
      if (!name.contains("/") && !ResourceNames.isOfContainers(name)) {
        if (!ResourceNames.isStandard(name)) {
          findings.invalidText(at, name, "must be a standard resource type or fully qualified");
        }
        findings.invalidText(at, name, "must be a standard resource for containers");
      }
      checkAmount(amount.getValue(), at, findings);
      if (name.contains("/") && !isWhole(amount.getValue())) {
        findings.invalidAs(at, GoText.quantity(amount.getValue().asText()), "must be an integer");
      }
    }
  }

  private static boolean isWhole(JsonNode amount) {
    return quantity(amount)
        .map(found -> found.amount().stripTrailingZeros().scale() <= 0)
        .orElse(true);
  }

  /** Reports an amount that is below zero. */
  private static void checkAmount(JsonNode amount, String path, Findings findings) {
    if (quantity(amount).map(Quantity::signum).orElse(0) < 0) {
      findings.invalid(path, amount, "must be greater than or equal to 0");
    }
  }

  private static Optional<Quantity> quantity(JsonNode value) {
    return Quantity.parse(value.asText());
  }
}
