package io.mkube.apiserver.schema;

import io.mkube.apiserver.cel.RuleLanguage;
import io.mkube.apiserver.cel.library.NamedFormats;
import io.mkube.apiserver.error.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The formats that rules can name, with the words of object names and labels. */
public final class RuleFormats implements NamedFormats {
  private static final Set<String> PLAIN = Set.of("uri", "uuid", "byte", "date", "datetime");

  private static final Set<String> NAMES =
      Set.of(
          "dns1123Label",
          "dns1123Subdomain",
          "dns1035Label",
          "qualifiedName",
          "dns1123LabelPrefix",
          "dns1123SubdomainPrefix",
          "dns1035LabelPrefix",
          "labelValue",
          "uri",
          "uuid",
          "byte",
          "date",
          "datetime");

  private RuleFormats() {}

  /** The language of rules, loaded when it is first asked for. */
  public static RuleLanguage language() {
    return Loaded.LANGUAGE;
  }

  @Override
  public Set<String> names() {
    return NAMES;
  }

  @Override
  public List<String> faults(String name, String text) {
    if (PLAIN.contains(name)) {
      return Formats.fits(name, text) ? List.of() : List.of("must be a valid " + name);
    }
    return switch (name) {
      case "dns1123Label" -> NameRule.DNS_LABEL.check(text);
      case "dns1123LabelPrefix" -> NameRule.DNS_LABEL.check(withoutDash(text));
      case "dns1123Subdomain" -> NameRule.DNS_SUBDOMAIN.check(text);
      case "dns1123SubdomainPrefix" -> NameRule.DNS_SUBDOMAIN.check(withoutDash(text));
      case "dns1035Label" -> NameRule.DNS_1035_LABEL.check(text);
      case "dns1035LabelPrefix" -> NameRule.DNS_1035_LABEL.check(withoutDash(text));
      default -> labelFaults(name.equals("labelValue"), text);
    };
  }

  /** What a name will be generated from may end with a dash. */
  private static String withoutDash(String text) {
    return text.endsWith("-") ? text.substring(0, text.length() - 1) + "a" : text;
  }

  private static List<String> labelFaults(boolean value, String text) {
    List<FieldError> errors = new ArrayList<>();
    if (value) {
      LabelRules.checkValue(text, "", errors);
    } else {
      LabelRules.checkKey(text, "", errors);
    }
    String shown = "Invalid value: \"" + text + "\": ";
    return errors.stream().map(error -> error.message().replace(shown, "")).toList();
  }

  private static final class Loaded {
    static final RuleLanguage LANGUAGE = RuleLanguage.cel(new RuleFormats());
  }
}
