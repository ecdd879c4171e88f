package io.mkube.apiserver.builtin.configuration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.Findings;
import io.mkube.apiserver.rules.GoText;
import io.mkube.apiserver.rules.KindRules;
import io.mkube.apiserver.rules.Trees;
import io.mkube.apiserver.schema.LabelRules;
import io.mkube.apiserver.types.Quantity;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Limit ranges. */
final class LimitRangeRules implements KindRules {
  private static final String REQUEST = "defaultRequest";
  private static final String RATIO = "maxLimitRequestRatio";
  private static final List<String> TYPES = List.of("Pod", "Container", "PersistentVolumeClaim");

  /** In the order in which Kubernetes looks at them. */
  private static final List<Order> ORDERS =
      List.of(
          new Order("min", "max", "min", "min"),
          new Order("min", REQUEST, REQUEST, REQUEST),
          new Order(REQUEST, "max", REQUEST, REQUEST),
          new Order(REQUEST, "default", REQUEST, REQUEST),
          new Order("min", "default", "default", "min"),
          new Order("default", "max", "default", "max"));

  @Override
  public boolean allowsCreateOnUpdate() {
    return true;
  }

  /** What is not said follows from the next stricter amount. */
  @Override
  public void applyDefaults(ObjectNode object) {
    for (ObjectNode limit : Trees.objects(object.path("spec"), "limits")) {
      if (limit.path("type").asText().equals("Container")) {
        fill(limit, "max", "default");
        fill(limit, "default", "defaultRequest");
        fill(limit, "min", "defaultRequest");
      }
    }
  }

  private static void fill(ObjectNode limit, String from, String to) {
    for (var amount : limit.path(from).properties()) {
      ObjectNode target = Trees.child(limit, to);
      if (!target.has(amount.getKey())) {
        target.set(amount.getKey(), amount.getValue());
      }
    }
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    Findings findings = new Findings();
    Set<String> types = new HashSet<>();
    List<ObjectNode> limits = Trees.objects(object.path("spec"), "limits");
    for (int i = 0; i < limits.size(); i++) {
      ObjectNode limit = limits.get(i);
      String path = "spec.limits[" + i + "]";
      String type = limit.path("type").asText();
      checkType(type, path + ".type", findings);
      if (!types.add(type)) {
        findings.duplicate(path + ".type", type);
      }
      checkNames(limit, type, path, findings);
      if (type.equals("PersistentVolumeClaim")
          && !limit.path("min").has("storage")
          && !limit.path("max").has("storage")) {
        findings.required(
            path + ".limits",
            "either minimum or maximum storage value is required, but neither was provided");
      }
      for (Order order : ORDERS) {
        order.check(limit, path, findings);
      }
      checkRatio(limit, path + ".maxLimitRequestRatio", findings);
    }
    return findings.list();
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    return validateCreate(object);
  }

  private static void checkType(String type, String path, Findings findings) {
    List<String> faults = LabelRules.keyFaults(type);
    faults.forEach(fault -> findings.invalidText(path, type, fault));
    if (faults.isEmpty() && !type.contains("/") && !TYPES.contains(type)) {
      findings.invalidText(path, type, "must be a standard limit type or fully qualified");
    }
  }

  private static void checkNames(ObjectNode limit, String type, String path, Findings findings) {
    for (String field : List.of("max", "min", "default", "defaultRequest", RATIO)) {
      boolean ofPods = type.equals("Pod") && field.startsWith("default");
      if (ofPods && !limit.path(field).isEmpty()) {
        findings.forbidden(path + "." + field, "may not be specified when `type` is 'Pod'");
      }
      for (var amount : limit.path(field).properties()) {
        if (!ofPods) {
          AmountChecks.checkLimit(
              type, amount.getKey(), path + "." + field + "[" + amount.getKey() + "]", findings);
        }
      }
    }
  }

  private static void checkRatio(ObjectNode limit, String path, Findings findings) {
    for (var entry : limit.path(RATIO).properties()) {
      Optional<Quantity> ratio = Quantity.parse(entry.getValue().asText());
      String at = path + "[" + entry.getKey() + "]";
      if (ratio.isEmpty()) {
        continue;
      }
      String text = ratio.get().canonical();
      if (ratio.get().amount().compareTo(BigDecimal.ONE) < 0) {
        findings.invalidAs(
            at, GoText.quantity(entry.getValue().asText()), "ratio " + text + " is less than 1");
      }
      Optional<Quantity> low = Quantity.parse(limit.path("min").path(entry.getKey()).asText());
      Optional<Quantity> high = Quantity.parse(limit.path("max").path(entry.getKey()).asText());
      if (low.isEmpty() || high.isEmpty() || low.get().signum() == 0) {
        continue;
      }
      double most = high.get().amount().doubleValue() / low.get().amount().doubleValue();
      if (ratio.get().amount().doubleValue() > most) {
        findings.invalidAs(
            at,
            GoText.quantity(entry.getValue().asText()),
            "ratio "
                + text
                + " is greater than max/min = "
                + String.format(Locale.ROOT, "%f", most));
      }
    }
  }

  /**
   * Two amounts of which one is not above the other.
   *
   * @param blamed the field that the message stands at
   * @param shown the field whose value the message shows
   */
  private record Order(String low, String high, String blamed, String shown) {
    void check(ObjectNode limit, String path, Findings findings) {
      for (var amount : limit.path(low).properties()) {
        String name = amount.getKey();
        Optional<Quantity> lower = Quantity.parse(amount.getValue().asText());
        Optional<Quantity> higher = Quantity.parse(limit.path(high).path(name).asText());
        if (lower.isPresent() && higher.isPresent() && lower.get().compareTo(higher.get()) > 0) {
          findings.invalidAs(
              path + "." + blamed + "[" + name + "]",
              GoText.quantity(limit.path(shown).path(name).asText()),
              called(low)
                  + " value "
                  + lower.get().canonical()
                  + " is greater than "
                  + (low.equals(REQUEST) && high.equals("default") ? "default limit" : called(high))
                  + " value "
                  + higher.get().canonical());
        }
      }
    }

    private static String called(String field) {
      return field.equals(REQUEST) ? "default request" : field;
    }
  }
}
