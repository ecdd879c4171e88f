package io.mkube.apiserver.cel.validation;

import io.mkube.apiserver.cel.Expression;
import io.mkube.apiserver.cel.RuleLanguage;
import io.mkube.apiserver.cel.ValueType;
import io.mkube.apiserver.cel.cost.Range;
import io.mkube.apiserver.error.FieldError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks the rules of a definition before it is accepted. For one use. */
public final class RuleChecks {
  private static final long RULE_LIMIT = 10_000_000;
  private static final long DEFINITION_LIMIT = 100_000_000;
  private static final long MAX_REQUEST_BYTES = 3L * 1024 * 1024;
  private static final int NAMED_RULES = 4;
  private static final Set<String> REASONS =
      new TreeSet<>(
          Set.of(
              "FieldValueDuplicate",
              "FieldValueForbidden",
              "FieldValueInvalid",
              "FieldValueRequired"));

  private final List<FieldError> errors = new ArrayList<>();
  private final List<RuleCost> costs = new ArrayList<>();
  private final Supplier<RuleLanguage> language;
  private long total;

  private RuleChecks(Supplier<RuleLanguage> language) {
    this.language = language;
  }

  /**
   * Finds what is wrong with the rules of a schema. Rules are compiled where nothing else is wrong
   * with their node and what is below.
   *
   * @param language gives the language; asked only when there is a rule
   * @param compiles whether rules are compiled at all
   * @param others what else is wrong with the schema
   */
  public static List<FieldError> check(
      RuleNode root, Supplier<RuleLanguage> language, boolean compiles, List<FieldError> others) {
    RuleChecks checks = new RuleChecks(language);
    checks.forms(root);
    if (compiles) {
      List<String> faulty =
          Stream.concat(checks.errors.stream(), others.stream()).map(FieldError::field).toList();
      checks.programs(root, null, faulty);
      checks.totalCost(root);
    }
    return List.copyOf(checks.errors);
  }

  private void forms(RuleNode node) {
    node.children().properties().values().forEach(this::forms);
    if (node.children().additional() != null) {
      forms(node.children().additional());
    }
    if (node.children().items() != null) {
      forms(node.children().items());
    }
    for (int i = 0; i < node.rules().size(); i++) {
      form(node, node.rules().get(i), pathOf(node, i));
    }
  }

  private void form(RuleNode node, ValidationRule rule, String path) {
    String message = rule.message();
    if (rule.rule().isBlank()) {
      errors.add(FieldError.required(path + ".rule", "rule is not specified"));
    } else if (!message.isEmpty() && message.isBlank()) {
      invalid(path + ".message", message, "message must be non-empty if specified");
    } else if (hasLines(message.strip())) {
      invalid(path + ".message", message, "message must not contain line breaks");
    } else if (hasLines(rule.rule().strip()) && message.isBlank()) {
      errors.add(
          FieldError.required(
              path + ".message", "message must be specified if rule contains line breaks"));
    }
    if (!rule.messageExpression().isEmpty() && rule.messageExpression().isBlank()) {
      errors.add(
          FieldError.required(
              path + ".messageExpression", "messageExpression must be non-empty if specified"));
    }
    if (!rule.reason().isEmpty() && !REASONS.contains(rule.reason())) {
      String supported =
          String.join(", ", REASONS.stream().map(reason -> "\"" + reason + "\"").toList());
      errors.add(FieldError.notSupported(path + ".reason", GoText.quote(rule.reason()), supported));
    }
    formOfFieldPath(node, rule.fieldPath(), path + ".fieldPath");
  }

  private void formOfFieldPath(RuleNode node, String fieldPath, String path) {
    if (fieldPath.isEmpty()) {
      return;
    }
    if (fieldPath.isBlank()) {
      invalid(path, fieldPath, "fieldPath must be non-empty if specified");
    }
    if (hasLines(fieldPath)) {
      invalid(path, fieldPath, "fieldPath must not contain line breaks");
    }
    if (FieldPath.normalise(fieldPath.strip(), node.type()).isEmpty()) {
      invalid(path, fieldPath, "fieldPath must be a valid path");
    }
  }

  private void invalid(String path, String value, String detail) {
    errors.add(FieldError.invalid(path, GoText.quote(value), detail));
  }

  private static boolean hasLines(String text) {
    return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
  }

  /**
   * Compiles all rules below a node.
   *
   * @param uncorrelated path of the node below which there is no old value, null if there is one
   * @param faulty paths at which something else is wrong
   */
  private void programs(RuleNode node, @Nullable String uncorrelated, List<String> faulty) {
    RuleNode.Children children = node.children();
    String inFields = uncorrelated == null && node.strangeMap() ? shown(node.path()) : uncorrelated;
    children.properties().values().forEach(child -> programs(child, inFields, faulty));
    if (children.additional() != null) {
      programs(children.additional(), uncorrelated, faulty);
    }
    if (children.items() != null) {
      boolean map =
          node.type() instanceof ValueType.ListOf list && list.kind() == ValueType.ListKind.MAP;
      String inItems = uncorrelated == null && !map ? shown(node.path()) : uncorrelated;
      programs(children.items(), inItems, faulty);
    }
    if (node.rules().isEmpty() || faulty.stream().anyMatch(path -> isWithin(path, node.path()))) {
      return;
    }
    List<CompiledRule> rules = CompiledRule.all(node.rules(), node.type(), language.get());
    for (int i = 0; i < rules.size(); i++) {
      program(node, rules.get(i), pathOf(node, i), uncorrelated);
    }
  }

  private void program(
      RuleNode node, CompiledRule rule, String path, @Nullable String uncorrelated) {
    Expression expression = rule.expression();
    if (expression == null) {
      errors.add(FieldError.invalid(path + ".rule", rule.source().goText(), rule.fault()));
    } else {
      cost(path + ".rule", "estimated rule cost", Range.product(expression.maxCost(), often(node)));
    }
    Expression message = rule.message();
    if (message != null) {
      cost(path + ".messageExpression", "estimated messageExpression cost", message.maxCost());
    } else if (!rule.messageFault().isEmpty()) {
      errors.add(
          FieldError.invalid(
              path + ".messageExpression", rule.source().goText(), rule.messageFault()));
    }
    if (rule.usesOldSelf()) {
      if (uncorrelated != null) {
        invalid(
            path + ".rule",
            rule.source().rule(),
            "oldSelf cannot be used on the uncorrelatable portion of the schema within "
                + uncorrelated);
      }
    } else if (rule.source().optionalOldSelf() != null) {
      errors.add(
          FieldError.invalid(
              path + ".optionalOldSelf",
              String.valueOf(rule.source().optionalOldSelf()),
              "may not be set if oldSelf is not used in rule"));
    }
  }

  private static boolean isWithin(String path, String node) {
    return node.isEmpty()
        || path.equals(node)
        || path.startsWith(node + ".")
        || path.startsWith(node + "[");
  }

  /** How often a rule can run for one object; without limits as often as fits into a request. */
  private static long often(RuleNode node) {
    Long cardinality = node.cardinality();
    return cardinality == null ? MAX_REQUEST_BYTES / (node.type().minBytes() + 1) : cardinality;
  }

  private void cost(String path, String what, long cost) {
    if (cost > RULE_LIMIT) {
      errors.add(FieldError.forbidden(path, exceeds(what, cost, RULE_LIMIT)));
    }
    total = cost > Long.MAX_VALUE - total ? Long.MAX_VALUE : total + cost;
    if (cost >= DEFINITION_LIMIT / 100) {
      costs.add(new RuleCost(path, cost));
    }
  }

  private void totalCost(RuleNode root) {
    if (total <= DEFINITION_LIMIT) {
      return;
    }
    costs.stream()
        .sorted(Comparator.comparingLong(RuleCost::cost).reversed())
        .limit(NAMED_RULES)
        .forEach(
            rule ->
                errors.add(
                    FieldError.forbidden(
                        rule.path(),
                        "contributed to estimated rule cost total exceeding cost limit for entire"
                            + " OpenAPIv3 schema")));
    errors.add(
        FieldError.forbidden(
            root.path(),
            exceeds(
                "x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema",
                total,
                DEFINITION_LIMIT)));
  }

  private static String exceeds(String what, long cost, long limit) {
    double factor = (double) cost / limit;
    String times =
        factor > 100
            ? "more than 100x"
            : String.format(Locale.ROOT, factor < 1.5 ? "%fx" : "%.1fx", factor);
    return what
        + " exceeds budget by factor of "
        + times
        + " (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where"
        + " arrays, maps, and strings are declared)";
  }

  private static String pathOf(RuleNode node, int rule) {
    String below = "x-kubernetes-validations[" + rule + "]";
    return node.path().isEmpty() ? below : node.path() + "." + below;
  }

  /** Marks a path in a message, so that whoever knows what is above can complete it. */
  private static String shown(String path) {
    return SCHEMA_ROOT + (path.isEmpty() ? "" : "." + path);
  }

  /** Stands in messages for the path of the schema. */
  public static final String SCHEMA_ROOT = "\u0000";

  private record RuleCost(String path, long cost) {}
}
