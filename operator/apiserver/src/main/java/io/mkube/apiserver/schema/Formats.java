package io.mkube.apiserver.schema;

import io.mkube.apiserver.schema.address.Addresses;
import io.mkube.apiserver.schema.typed.Timestamps;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The formats of strings that Kubernetes enforces. Unknown ones are not checked. */
final class Formats {
  /** No text of any of these formats is longer, except of those that take any text. */
  private static final int MAX_LENGTH = 10_000;

  private static final int MAX_HOST = 255;
  private static final int MAX_LABEL = 63;

  /** One label, or several of which the last has two letters at least. */
  private static final Pattern HOST =
      Pattern.compile(
          "[a-zA-Z0-9\\p{S}\\p{L}](-?[a-zA-Z0-9\\p{S}\\p{L}]{0,62})?"
              + "|([a-zA-Z0-9\\p{S}\\p{L}]([a-zA-Z0-9\\-\\p{S}\\p{L}]{0,61}[a-zA-Z0-9\\p{S}\\p{L}])?\\.)+"
              + "[a-zA-Z\\p{L}]{2,63}");

  private static final Pattern DURATION =
      Pattern.compile("[+-]?(0|([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))+");

  /** A number with its unit, anywhere in a text, in upper or lower case. */
  private static final Pattern WORDED_DURATION =
      Pattern.compile(
          "[0-9]{1,18}\\s*(ns|nano|us|µs|micro|ms|milli|s|sec|m|min|h|hr|hour|d|day|w|wk|week"
              + "|(nano|micro|milli|sec|min|hour|day|week)[A-Za-zµ]*)(?![A-Za-zµ])",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern LEADING_ZEROS = Pattern.compile("(?<![0-9a-fA-F])0+(?=[0-9])");
  private static final Pattern BASE64 =
      Pattern.compile("([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})");

  private static final Map<String, Predicate<String>> CHECKS =
      Map.ofEntries(
          Map.entry("bsonobjectid", matching("[0-9a-fA-F]{24}")),
          Map.entry("uri", Formats::isUri),
          Map.entry("email", Formats::isEmail),
          Map.entry("hostname", Formats::isHostname),
          Map.entry("ipv4", Formats::isIpv4),
          Map.entry("ipv6", Addresses::isIpv6),
          Map.entry("cidr", text -> Addresses.isCidr(withoutZeros(text))),
          Map.entry(
              "mac",
              matching(
                  "([0-9A-Fa-f]{2}([:-][0-9A-Fa-f]{2}){5}([:-][0-9A-Fa-f]{2}){0,14}"
                      + "|[0-9A-Fa-f]{4}(\\.[0-9A-Fa-f]{4}){2}(\\.[0-9A-Fa-f]{4}){0,7})")),
          Map.entry("uuid", uuid("[0-9a-f]", "[0-9a-f]")),
          Map.entry("uuid3", uuid("3", "[0-9a-f]")),
          Map.entry("uuid4", uuid("4", "[89ab]")),
          Map.entry("uuid5", uuid("5", "[89ab]")),
          Map.entry("isbn", text -> isIsbn10(text) || isIsbn13(text)),
          Map.entry("isbn10", Formats::isIsbn10),
          Map.entry("isbn13", Formats::isIsbn13),
          Map.entry("creditcard", Formats::isCreditCard),
          Map.entry("ssn", matching("[0-9]{3}[- ][0-9]{2}[- ][0-9]{4}")),
          Map.entry("hexcolor", matching("#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")),
          Map.entry("rgbcolor", Formats::isRgb),
          Map.entry("byte", text -> BASE64.matcher(text).matches()),
          Map.entry("date", Formats::isDate),
          Map.entry("duration", Formats::isDuration),
          Map.entry("date-time", text -> Timestamps.parse(upper(text)).isPresent()),
          Map.entry("datetime", text -> Timestamps.parse(upper(text)).isPresent()));

  private Formats() {}

  /** Whether a text has a format; true for formats that are not known. */
  static boolean fits(String format, String text) {
    Predicate<String> check = CHECKS.get(format.replace("_", ""));
    if (check == null) {
      return true;
    }
    return (text.length() <= MAX_LENGTH || format.equals("byte")) && check.test(text);
  }

  private static Predicate<String> matching(String regex) {
    return Pattern.compile(regex).asMatchPredicate();
  }

  private static Predicate<String> uuid(String version, String variant) {
    String dash = "-?";
    return Pattern.compile(
            "[0-9a-f]{8}"
                + dash
                + "[0-9a-f]{4}"
                + dash
                + version
                + "[0-9a-f]{3}"
                + dash
                + variant
                + "[0-9a-f]{3}"
                + dash
                + "[0-9a-f]{12}",
            Pattern.CASE_INSENSITIVE)
        .asMatchPredicate();
  }

  private static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  private static boolean isUri(String text) {
    try {
      return text.startsWith("/") || new URI(text).isAbsolute();
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** Leading zeros say nothing, and neither does the form of IPv6 around an address of IPv4. */
  private static boolean isIpv4(String text) {
    return text.contains(".") && Addresses.isAddress(withoutZeros(text));
  }

  private static String withoutZeros(String text) {
    return text.contains(".") ? LEADING_ZEROS.matcher(text).replaceAll("") : text;
  }

  /** An address, which may have a name before it. */
  private static boolean isEmail(String text) {
    int open = text.indexOf('<');
    boolean named = open >= 0 && text.endsWith(">");
    return isAddress(named ? text.substring(open + 1, text.length() - 1) : text);
  }

  private static boolean isAddress(String text) {
    int at = text.lastIndexOf('@');
    String local = at < 0 ? "" : text.substring(0, at);
    String host = text.substring(at + 1);
    return !local.isEmpty()
        && !host.isEmpty()
        && !local.startsWith(".")
        && !local.endsWith(".")
        && !local.contains("..")
        && local.chars().allMatch(c -> c > ' ' && c != 127 && "()<>,;:\\@[]".indexOf(c) < 0)
        && host.chars().allMatch(c -> c > ' ' && c != 127);
  }

  private static boolean isHostname(String text) {
    if (text.length() > MAX_HOST || !HOST.matcher(text).matches()) {
      return false;
    }
    for (String label : text.split("\\.", -1)) {
      if (label.length() > MAX_LABEL) {
        return false;
      }
    }
    return true;
  }

  private static boolean isIsbn10(String text) {
    String digits = text.replace("-", "").replace(" ", "");
    if (digits.length() != 10) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < 10; i++) {
      char c = digits.charAt(i);
      int value = c == 'X' && i == 9 ? 10 : Character.digit(c, 10);
      if (value < 0) {
        return false;
      }
      sum += (10 - i) * value;
    }
    return sum % 11 == 0;
  }

  private static boolean isIsbn13(String text) {
    String digits = text.replace("-", "").replace(" ", "");
    if (digits.length() != 13 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < 13; i++) {
      sum += (i % 2 == 0 ? 1 : 3) * (digits.charAt(i) - '0');
    }
    return sum % 10 == 0;
  }

  /** By the check digit of ISO/IEC 7812. */
  private static boolean isCreditCard(String text) {
    String digits = text.replaceAll("[^0-9]", "");
    if (digits.length() < 12 || digits.length() > 19) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int value = digits.charAt(digits.length() - 1 - i) - '0';
      int doubled = value * 2 > 9 ? value * 2 - 9 : value * 2;
      sum += i % 2 == 0 ? value : doubled;
    }
    return sum % 10 == 0;
  }

  private static boolean isRgb(String text) {
    var parts =
        Pattern.compile("rgb\\(([0-9]{1,3}),\\s*([0-9]{1,3}),\\s*([0-9]{1,3})\\)").matcher(text);
    if (!parts.matches()) {
      return false;
    }
    for (int i = 1; i <= 3; i++) {
      if (Integer.parseInt(parts.group(i)) > 255) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDate(String text) {
    try {
      return text.length() == 10 && LocalDate.parse(text).getYear() >= 0;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static boolean isDuration(String text) {
    return DURATION.matcher(text).matches() || WORDED_DURATION.matcher(text).find();
  }
}
