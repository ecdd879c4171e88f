package io.mkube.apiserver.cel.cost;

import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OptionalType;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Estimates of single calls: those of Kubernetes' functions, then those of the language. */
final class CallCosts {
  /** IP addresses are compared as 4 or 16 bytes. */
  private static final Range ADDRESS = new Range(4, 16);

  private CallCosts() {}

  static CallEstimate estimate(
      String function,
      String overload,
      @Nullable Operand target,
      List<Operand> arguments,
      Function<Operand, @Nullable Operand> elementOf) {
    if (target != null) {
      CallEstimate member = member(function, overload, target, arguments, elementOf);
      if (member != null) {
        return member;
      }
    }
    if ((function.equals("url") || function.equals("jsonpatch.escapeKey"))
        && arguments.size() == 1) {
      Range size = arguments.getFirst().size();
      return new CallEstimate(size.times(Factors.TEXT), size);
    }
    return ofLanguage(overload, target, arguments);
  }

  private static @Nullable CallEstimate member(
      String function,
      String overload,
      Operand target,
      List<Operand> arguments,
      Function<Operand, @Nullable Operand> elementOf) {
    Range size = target.size();
    return switch (function) {
      case "isSorted", "sum", "max", "min", "indexOf", "lastIndexOf" ->
          overListOrText(target, elementOf.apply(target));
      case "lowerAscii", "upperAscii", "substring", "trim" ->
          new CallEstimate(size.times(Factors.TEXT), size);
      case "replace" -> arguments.size() < 2 ? null : replace(size, arguments);
      case "split" ->
          new CallEstimate(
              size.times(2 * Factors.TEXT),
              new Range(
                  0, arguments.size() > 1 ? arguments.get(1).constant(size.max()) : size.max()));
      case "join" -> join(size, elementOf.apply(target), arguments);
      case "find", "findAll" ->
          arguments.isEmpty()
              ? null
              : new CallEstimate(match(size, arguments.getFirst()), new Range(0, size.max()));
      case "containsIP" -> arguments.isEmpty() ? null : contains(overload, arguments, false);
      case "containsCIDR" -> arguments.isEmpty() ? null : contains(overload, arguments, true);
      case "validate" ->
          arguments.isEmpty()
              ? null
              : CallEstimate.of(
                  arguments
                      .getFirst()
                      .size()
                      .times(Factors.TEXT)
                      .times(Factors.FORMAT_REGEX * Factors.REGEX));
      default -> null;
    };
  }

  private static CallEstimate overListOrText(Operand target, @Nullable Operand element) {
    if (element == null) {
      return CallEstimate.traversal(target.size());
    }
    CelKind kind = element.type().kind();
    boolean text = kind == CelKind.STRING || kind == CelKind.BYTES;
    Range each = text ? Range.ONE.plus(element.size().times(Factors.TEXT)) : Range.ONE;
    return CallEstimate.of(target.size().times(each));
  }

  private static CallEstimate replace(Range size, List<Operand> arguments) {
    Range from = arguments.get(0).size();
    Range to = arguments.get(1).size();
    long most;
    long keptMost = size.max();
    if (from.min() == 0) {
      // An empty text is found around every character.
      most = Range.sum(size.max(), 1);
    } else if (to.max() <= from.min()) {
      most = 0;
    } else {
      most = (long) Math.ceil((double) size.max() / from.min());
      keptMost = 0;
    }
    long least;
    long keptLeast = size.min();
    if (from.max() == 0) {
      least = Range.sum(size.min(), 1);
    } else if (from.max() <= to.min()) {
      least = 0;
    } else {
      least = (long) Math.ceil((double) size.min() / from.max());
      keptLeast = 0;
    }
    Range result = new Range(least, most).times(to).plus(new Range(keptLeast, keptMost));
    return new CallEstimate(size.times(2 * Factors.TEXT), result);
  }

  private static CallEstimate join(Range count, @Nullable Operand element, List<Operand> with) {
    Range size = element == null ? Range.NONE : count.times(element.size());
    if (!with.isEmpty()) {
      Range separators = new Range(Math.max(0, count.min() - 1), Math.max(0, count.max() - 1));
      size = size.plus(with.getFirst().size().times(separators));
    }
    return new CallEstimate(size.times(Factors.TEXT), size);
  }

  /** The number of states of an expression is not known; its length stands for it. */
  private static Range match(Range text, Operand expression) {
    return text.plus(Range.ONE).times(Factors.TEXT).times(expression.size().times(Factors.REGEX));
  }

  private static CallEstimate contains(String overload, List<Operand> arguments, boolean network) {
    Range cost = ADDRESS.plus(ADDRESS).times(Factors.TEXT);
    if (network) {
      cost = cost.plus(ADDRESS.times(Factors.TEXT)).plus(Range.ONE);
    }
    if (overload.endsWith("_string")) {
      cost = cost.plus(arguments.getFirst().size().times(Factors.TEXT));
    }
    return CallEstimate.of(cost);
  }

  private static CallEstimate ofLanguage(
      String overload, @Nullable Operand target, List<Operand> arguments) {
    return switch (overload) {
      case "to_dyn" -> new CallEstimate(Range.ONE, arguments.getFirst().size());
      case "string_to_bytes" -> {
        Range size = arguments.getFirst().size();
        Range result = new Range(size.min(), Range.product(size.max(), 4));
        yield new CallEstimate(size.times(Factors.TEXT), result);
      }
      case "bytes_to_string" -> {
        Range size = arguments.getFirst().size();
        yield new CallEstimate(size.times(Factors.TEXT), new Range(size.min() / 4, size.max()));
      }
      case "strings_quote" -> {
        Range size = arguments.getFirst().size();
        yield new CallEstimate(size.times(Factors.TEXT), size.plus(size).plus(Range.of(2)));
      }
      case "string_format", "string_format_list_dyn" ->
          target == null ? CallEstimate.ONE : CallEstimate.traversal(target.size());
      case "starts_with_string", "ends_with_string" ->
          CallEstimate.traversal(arguments.getFirst().size());
      case "in_list" -> CallEstimate.of(arguments.get(1).size());
      case "matches", "matches_string" -> {
        Operand text = target == null ? arguments.get(0) : target;
        yield CallEstimate.of(match(text.size(), arguments.getLast()));
      }
      case "contains_string" ->
          target == null
              ? CallEstimate.ONE
              : CallEstimate.of(
                  target
                      .size()
                      .times(Factors.TEXT)
                      .times(arguments.getFirst().size().times(Factors.TEXT)));
      case "conditional" ->
          new CallEstimate(Range.NONE, arguments.get(1).size().or(arguments.get(2).size()));
      case "add_list" ->
          new CallEstimate(Range.ONE, arguments.get(0).size().plus(arguments.get(1).size()));
      case "add_string", "add_bytes" -> {
        Range size = arguments.get(0).size().plus(arguments.get(1).size());
        yield new CallEstimate(size.times(Factors.TEXT), size);
      }
      default -> comparesTexts(overload) ? comparison(arguments) : CallEstimate.ONE;
    };
  }

  static boolean comparesTexts(String overload) {
    return switch (overload) {
      case "equals",
          "not_equals",
          "less_string",
          "less_bytes",
          "less_equals_string",
          "less_equals_bytes",
          "greater_string",
          "greater_bytes",
          "greater_equals_string",
          "greater_equals_bytes" ->
          true;
      default -> false;
    };
  }

  private static CallEstimate comparison(List<Operand> arguments) {
    CelType type = arguments.getFirst().type();
    if (type.kind() == CelKind.OPAQUE && !(type instanceof OptionalType)) {
      return CallEstimate.ONE;
    }
    long max = Math.min(arguments.get(0).size().max(), arguments.get(1).size().max());
    return CallEstimate.traversal(new Range(max > 0 ? 1 : 0, max));
  }
}
