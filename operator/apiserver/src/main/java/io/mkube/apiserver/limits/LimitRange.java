package io.mkube.apiserver.limits;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.ObjectMetadata;
import io.mkube.apiserver.types.Quantity;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * One limit of a LimitRange, in the words of Kubernetes' LimitRanger.
 *
 * @param type {@code Container}, {@code Pod}, {@code PersistentVolumeClaim} or any other
 * @param min least amounts
 * @param max greatest amounts
 * @param limits limits that containers get which name none
 * @param requests requests that containers get which name none
 * @param ratios how many times its request a limit may be
 */
record LimitRange(
    String type, Amounts min, Amounts max, Amounts limits, Amounts requests, Amounts ratios) {
  private static final String ANNOTATION = "kubernetes.io/limit-ranger";

  /** The limits of an object. */
  static List<LimitRange> read(JsonNode object) {
    List<LimitRange> limits = new ArrayList<>();
    for (JsonNode limit : object.path("spec").path("limits")) {
      limits.add(
          new LimitRange(
              limit.path("type").asText(),
              Amounts.of(limit.path("min")),
              Amounts.of(limit.path("max")),
              Amounts.of(limit.path("default")),
              Amounts.of(limit.path("defaultRequest")),
              Amounts.of(limit.path("maxLimitRequestRatio"))));
    }
    return limits;
  }

  /** Gives the containers of a new pod what they do not say, and notes that in an annotation. */
  void complete(ObjectNode pod) {
    if (!type.equals("Container")) {
      return;
    }
    List<String> notes = new ArrayList<>();
    pod.path("spec").path("containers").forEach(c -> complete((ObjectNode) c, "container", notes));
    pod.path("spec")
        .path("initContainers")
        .forEach(c -> complete((ObjectNode) c, "init container", notes));
    if (!notes.isEmpty()) {
      ObjectMetadata.of(pod)
          .node()
          .withObject("/annotations")
          .put(ANNOTATION, "LimitRanger plugin set: " + String.join("; ", notes));
    }
  }

  private void complete(ObjectNode container, String what, List<String> notes) {
    fill(container, "requests", requests, " request for " + what, notes);
    fill(container, "limits", limits, " limit for " + what, notes);
  }

  private static void fill(
      ObjectNode container, String part, Amounts defaults, String what, List<String> notes) {
    TreeSet<String> missing = new TreeSet<>(defaults.names());
    missing.removeIf(name -> container.path("resources").path(part).has(name));
    if (!missing.isEmpty()) {
      ObjectNode amounts = container.withObject("/resources/" + part);
      amounts.setAll(defaults.only(missing).json());
      notes.add(String.join(", ", missing) + what + " " + container.path("name").asText());
    }
  }

  /** What is wrong with a pod. */
  List<String> checkPod(JsonNode pod) {
    List<String> errors = new ArrayList<>();
    if (type.equals("Container")) {
      for (JsonNode container : PodAmounts.containers(pod)) {
        JsonNode resources = container.path("resources");
        check(Amounts.of(resources.path("requests")), Amounts.of(resources.path("limits")), errors);
      }
    } else if (type.equals("Pod")) {
      check(PodAmounts.of(pod, "requests"), PodAmounts.of(pod, "limits"), errors);
    }
    return errors;
  }

  /** What is wrong with a claim for a volume. */
  List<String> checkClaim(JsonNode claim) {
    List<String> errors = new ArrayList<>();
    if (type.equals("PersistentVolumeClaim")) {
      Amounts asked = Amounts.of(claim.path("spec").path("resources").path("requests"));
      min.names().forEach(name -> checkLeast(name, asked, Amounts.NONE, errors));
      for (String name : max.names()) {
        if (!asked.has(name)) {
          errors.add(greatest(name) + ".  No request is specified");
        } else {
          asked(name, asked, max, greatest(name), 1).ifPresent(errors::add);
        }
      }
    }
    return errors;
  }

  private void check(Amounts asked, Amounts limited, List<String> errors) {
    min.names().forEach(name -> checkLeast(name, asked, limited, errors));
    max.names().forEach(name -> checkGreatest(name, asked, limited, errors));
    ratios.names().forEach(name -> checkRatio(name, asked, limited, errors));
  }

  private void checkLeast(String name, Amounts asked, Amounts limited, List<String> errors) {
    String text = "minimum " + name + " usage per " + type + " is " + text(min, name);
    if (!asked.has(name)) {
      errors.add(text + ".  No request is specified");
    } else {
      asked(name, asked, min, text, -1)
          .or(() -> limited(name, limited, min, text, -1))
          .ifPresent(errors::add);
    }
  }

  private void checkGreatest(String name, Amounts asked, Amounts limited, List<String> errors) {
    if (!limited.has(name)) {
      errors.add(greatest(name) + ".  No limit is specified");
    } else {
      limited(name, limited, max, greatest(name), 1)
          .or(() -> asked(name, asked, max, greatest(name), 1))
          .ifPresent(errors::add);
    }
  }

  private void checkRatio(String name, Amounts asked, Amounts limited, List<String> errors) {
    String text =
        name + " max limit to request ratio per " + type + " is " + text(ratios, name) + ", but ";
    Quantity request = asked.get(name);
    Quantity limit = limited.get(name);
    Quantity ratio = ratios.get(name);
    if (request == null || request.signum() == 0) {
      errors.add(text + "no request is specified or request is 0");
    } else if (limit == null || limit.signum() == 0) {
      errors.add(text + "no limit is specified or limit is 0");
    } else if (ratio != null) {
      BigDecimal provided = limit.amount().divide(request.amount(), MathContext.DECIMAL64);
      if (provided.compareTo(ratio.amount()) > 0) {
        errors.add(text + String.format(Locale.ROOT, "provided ratio is %f", provided));
      }
    }
  }

  private String greatest(String name) {
    return "maximum " + name + " usage per " + type + " is " + text(max, name);
  }

  private static Optional<String> asked(
      String name, Amounts asked, Amounts bound, String text, int wrong) {
    return beyond(name, asked, bound, wrong)
        ? Optional.of(text + ", but request is " + text(asked, name))
        : Optional.empty();
  }

  private static Optional<String> limited(
      String name, Amounts limited, Amounts bound, String text, int wrong) {
    return beyond(name, limited, bound, wrong)
        ? Optional.of(text + ", but limit is " + text(limited, name))
        : Optional.empty();
  }

  private static boolean beyond(String name, Amounts amounts, Amounts bound, int wrong) {
    Quantity amount = amounts.get(name);
    Quantity limit = bound.get(name);
    return amount != null && limit != null && Integer.signum(amount.compareTo(limit)) == wrong;
  }

  private static String text(Amounts amounts, String name) {
    Quantity amount = amounts.get(name);
    return amount == null ? "0" : amount.canonical();
  }
}
