package io.mkube.apiserver.selector;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.error.ApiException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A parsed label selector: all requirements must hold.
 *
 * @param requirements requirements, empty matches everything
 */
public record LabelSelector(List<Requirement> requirements) {
  /** Matches everything. */
  public static final LabelSelector EVERYTHING = new LabelSelector(List.of());

  public LabelSelector {
    requirements = List.copyOf(requirements);
  }

  /**
   * Parses the query form: {@code a=b,c in (x,y),!d}.
   *
   * @throws ApiException with 400 if it is malformed
   */
  public static LabelSelector parse(String text) {
    return text.isBlank() ? EVERYTHING : new LabelSelector(new LabelSelectorParser(text).parse());
  }

  /** Reads the form that objects carry: {@code matchLabels} and {@code matchExpressions}. */
  public static LabelSelector of(JsonNode selector) {
    List<Requirement> requirements = new ArrayList<>();
    for (var label : selector.path("matchLabels").properties()) {
      requirements.add(
          new Requirement(label.getKey(), Operator.IN, Set.of(label.getValue().asText())));
    }
    for (JsonNode expression : selector.path("matchExpressions")) {
      Operator operator =
          operator(expression)
              .orElseThrow(() -> ApiException.badRequest("not a label selector: " + expression));
      requirements.add(requirement(expression, operator));
    }
    return new LabelSelector(requirements);
  }

  /**
   * Reads the requirements of a node selector's term, which may also compare numbers.
   *
   * @param expressions a list of key, operator and values
   */
  public static LabelSelector ofNodes(JsonNode expressions) {
    List<Requirement> requirements = new ArrayList<>();
    for (JsonNode expression : expressions) {
      Operator operator =
          switch (expression.path("operator").asText()) {
            case "Gt" -> Operator.GREATER;
            case "Lt" -> Operator.LESS;
            default ->
                operator(expression)
                    .orElseThrow(
                        () -> ApiException.badRequest("not a node selector: " + expression));
          };
      requirements.add(requirement(expression, operator));
    }
    return new LabelSelector(requirements);
  }

  private static Optional<Operator> operator(JsonNode expression) {
    return switch (expression.path("operator").asText()) {
      case "In" -> Optional.of(Operator.IN);
      case "NotIn" -> Optional.of(Operator.NOT_IN);
      case "Exists" -> Optional.of(Operator.EXISTS);
      case "DoesNotExist" -> Optional.of(Operator.ABSENT);
      default -> Optional.empty();
    };
  }

  private static Requirement requirement(JsonNode expression, Operator operator) {
    Set<String> values = new HashSet<>();
    expression.path("values").forEach(value -> values.add(value.asText()));
    return new Requirement(expression.path("key").asText(), operator, values);
  }

  public boolean isEmpty() {
    return requirements.isEmpty();
  }

  /** Whether an object with these labels is selected. */
  public boolean matches(Map<String, String> labels) {
    for (Requirement requirement : requirements) {
      if (!requirement.matches(labels)) {
        return false;
      }
    }
    return true;
  }

  /** How a label is compared. */
  public enum Operator {
    IN,
    NOT_IN,
    EXISTS,
    ABSENT,
    GREATER,
    LESS
  }

  /**
   * One requirement.
   *
   * @param key label
   * @param operator comparison
   * @param values values to compare with
   */
  public record Requirement(String key, Operator operator, Set<String> values) {
    public Requirement {
      values = Set.copyOf(values);
    }

    boolean matches(Map<String, String> labels) {
      String value = labels.get(key);
      return switch (operator) {
        case IN -> value != null && values.contains(value);
        case NOT_IN -> value == null || !values.contains(value);
        case EXISTS -> value != null;
        case ABSENT -> value == null;
        case GREATER -> value != null && compare(value) > 0;
        case LESS -> value != null && compare(value) < 0;
      };
    }

    private int compare(String value) {
      try {
        return Long.compare(Long.parseLong(value), Long.parseLong(values.iterator().next()));
      } catch (NumberFormatException e) {
        return 0;
      }
    }
  }
}
