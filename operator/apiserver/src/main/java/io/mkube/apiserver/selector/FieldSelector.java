package io.mkube.apiserver.selector;

import io.mkube.apiserver.error.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A parsed field selector: all terms must hold.
 *
 * @param terms terms, empty matches everything
 */
public record FieldSelector(List<Term> terms) {
  /** Matches everything. */
  public static final FieldSelector EVERYTHING = new FieldSelector(List.of());

  public FieldSelector {
    terms = List.copyOf(terms);
  }

  /**
   * Parses the query form {@code a=b,c!=d}, where a backslash escapes {@code , = \} in values.
   *
   * @throws ApiException with 400 if it is malformed
   */
  public static FieldSelector parse(String text) {
    if (text.isBlank()) {
      return EVERYTHING;
    }
    List<Term> terms = new ArrayList<>();
    for (String part : split(text)) {
      if (!part.isBlank()) {
        terms.add(term(part));
      }
    }
    return new FieldSelector(terms);
  }

  public boolean isEmpty() {
    return terms.isEmpty();
  }

  /**
   * Whether an object is selected.
   *
   * @param field gives the value of a field, empty when absent
   */
  public boolean matches(UnaryOperator<String> field) {
    for (Term term : terms) {
      if (field.apply(term.field()).equals(term.value()) == term.negated()) {
        return false;
      }
    }
    return true;
  }

  /** The value that a field must have, if the selector pins it. */
  public Optional<String> required(String field) {
    return terms.stream()
        .filter(term -> !term.negated() && term.field().equals(field))
        .map(Term::value)
        .findFirst();
  }

  private static Term term(String part) {
    int at = 0;
    while (at < part.length() && part.charAt(at) != '=' && part.charAt(at) != '!') {
      at++;
    }
    String field = part.substring(0, at).strip();
    String rest = part.substring(at);
    if (field.isEmpty()) {
      throw invalid(part);
    }
    if (rest.startsWith("!=")) {
      return new Term(field, unescape(rest.substring(2)), true);
    }
    if (rest.startsWith("==")) {
      return new Term(field, unescape(rest.substring(2)), false);
    }
    if (rest.startsWith("=")) {
      return new Term(field, unescape(rest.substring(1)), false);
    }
    throw invalid(part);
  }

  private static ApiException invalid(String part) {
    return ApiException.badRequest(
        "invalid selector: '" + part + "'; can't understand '" + part + "'");
  }

  private static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == ',') {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }

  private static String unescape(String value) {
    if (value.indexOf('\\') < 0) {
      return value;
    }
    StringBuilder plain = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\' && i + 1 < value.length() && ",=\\".indexOf(value.charAt(i + 1)) >= 0) {
        plain.append(value.charAt(++i));
      } else if (c == '\\') {
        throw ApiException.badRequest("invalid escape sequence in field selector value: " + value);
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }

  /**
   * One term.
   *
   * @param field field path such as {@code metadata.name}
   * @param value value to compare with
   * @param negated whether the field must differ
   */
  public record Term(String field, String value, boolean negated) {}
}
