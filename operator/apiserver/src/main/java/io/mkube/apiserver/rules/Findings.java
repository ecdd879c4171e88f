package io.mkube.apiserver.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.error.FieldError.Reason;
import io.mkube.apiserver.schema.NameRule;
import io.mkube.apiserver.schema.address.LenientAddresses;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Collects what is wrong with an object, in the words of Kubernetes. Not thread-safe. */
public final class Findings {
  private static final int MAX_PORT = 65535;
  private static final String PATH_SIGNS = "/-._~%!$&'()*+,;=:";

  private final List<FieldError> errors = new ArrayList<>();

  /** What was found so far, in order. */
  public List<FieldError> list() {
    return List.copyOf(errors);
  }

  /** The list itself, for checks that append to one. */
  public List<FieldError> sink() {
    return errors;
  }

  public void required(String path, String detail) {
    errors.add(FieldError.required(path, detail));
  }

  /** {@code value} is quoted here when it is text. */
  public void invalid(String path, JsonNode value, String detail) {
    errors.add(FieldError.invalid(path, json(value), detail));
  }

  /** {@code value} stands in the message as it is. */
  public void invalidAs(String path, String value, String detail) {
    errors.add(FieldError.invalid(path, value, detail));
  }

  public void invalidText(String path, String value, String detail) {
    errors.add(FieldError.invalid(path, quoted(value), detail));
  }

  public void forbidden(String path, String detail) {
    errors.add(FieldError.forbidden(path, detail));
  }

  public void duplicate(String path, String value) {
    errors.add(FieldError.duplicate(path, quoted(value)));
  }

  public void notFound(String path, String value) {
    errors.add(new FieldError(Reason.NOT_FOUND, path, "Not found: " + quoted(value)));
  }

  public void tooLong(String path, int limit) {
    errors.add(
        new FieldError(
            Reason.TOO_LONG, path, "Too long: may not be more than " + limit + " bytes"));
  }

  public void tooMany(String path, int count, int limit) {
    errors.add(
        new FieldError(
            Reason.TOO_MANY,
            path,
            "Too many: " + count + ": must have at most " + limit + " items"));
  }

  /** Reports text that is none of {@code supported}, also when it is empty. */
  public void notSupported(String path, String text, Collection<String> supported) {
    notSupportedAs(path, quoted(text), supported);
  }

  /** Reports a value, as Go prints it, that is none of {@code supported}. */
  public void notSupportedAs(String path, String value, Collection<String> supported) {
    errors.add(
        FieldError.notSupported(
            path,
            value,
            supported.stream().map(Findings::quoted).collect(Collectors.joining(", "))));
  }

  /** Reports text that is present and none of {@code supported}. */
  public void oneOf(String path, JsonNode value, Collection<String> supported) {
    String text = value.asText();
    if (!text.isEmpty() && !supported.contains(text)) {
      notSupported(path, text, supported);
    }
  }

  /** Reports text that is missing or none of {@code supported}. */
  public void requiredOneOf(String path, JsonNode value, Collection<String> supported) {
    if (value.asText().isEmpty()) {
      required(path, "");
    } else {
      oneOf(path, value, supported);
    }
  }

  /** Reports a missing or empty text. Returns whether it is there. */
  public boolean requiredText(String path, JsonNode value) {
    if (value.asText().isEmpty()) {
      required(path, "");
      return false;
    }
    return true;
  }

  /** Reports a number below zero. */
  public void notNegative(String path, JsonNode value) {
    if (value.isNumber() && value.doubleValue() < 0) {
      invalid(path, value, "must be greater than or equal to 0");
    }
  }

  /** Reports a number that is not above zero. */
  public void positive(String path, JsonNode value) {
    if (value.isNumber() && value.doubleValue() <= 0) {
      invalid(path, value, "must be greater than 0");
    }
  }

  /** Reports a number outside a range that includes both ends. */
  public void between(String path, JsonNode value, long low, long high) {
    if (value.isNumber() && (value.asLong() < low || value.asLong() > high)) {
      invalid(path, value, "must be between " + low + " and " + high + ", inclusive");
    }
  }

  /** Reports a number that is no TCP or UDP port. */
  public void port(String path, JsonNode value) {
    between(path, value, 1, MAX_PORT);
  }

  /** Reports text that breaks a name rule. */
  public void name(String path, String value, NameRule rule) {
    for (String fault : rule.check(value)) {
      invalidText(path, value, fault);
    }
  }

  /** Reports text that is no IPv4 or IPv6 address. Returns whether it is one. */
  public boolean address(String path, String text) {
    boolean good = LenientAddresses.plain(text).isPresent();
    if (!good) {
      invalidText(path, text, "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
    }
    return good;
  }

  /** Reports text that is no range of addresses. Returns whether it is one. */
  public boolean range(String path, String text) {
    boolean good = LenientAddresses.plainRange(text).isPresent();
    if (!good) {
      invalidText(path, text, "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)");
    }
    return good;
  }

  /** Reports text that is not a domain, a slash and a path. */
  public void domainPath(String path, String text) {
    int slash = text.indexOf('/');
    if (slash <= 0 || slash == text.length() - 1) {
      invalidText(path, text, "must be a domain-prefixed path (such as \"acme.io/foo\")");
      return;
    }
    name(path, text.substring(0, slash), NameRule.DNS_SUBDOMAIN);
    String rest = text.substring(slash + 1);
    if (!rest.chars().allMatch(c -> isLetterOrDigit(c) || PATH_SIGNS.indexOf(c) >= 0)) {
      invalidText(
          path,
          rest,
          "Invalid path (regex used for validation is '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')");
    }
  }

  private static boolean isLetterOrDigit(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  /** Reports every value under {@code field} of a list that stood there before. */
  public void unique(String listPath, List<? extends JsonNode> elements, String field) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < elements.size(); i++) {
      String value = elements.get(i).path(field).asText();
      if (!value.isEmpty() && !seen.add(value)) {
        duplicate(listPath + "[" + i + "]." + field, value);
      }
    }
  }

  /** Reports a value that differs from the stored one. */
  public void immutable(String path, JsonNode value, JsonNode old) {
    if (!value.equals(old)) {
      errors.add(FieldError.invalid(path, json(value), "field is immutable"));
    }
  }

  private static String json(JsonNode value) {
    return value.isMissingNode() ? "null" : value.toString();
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }
}
