package io.mkube.apiserver.request;

import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.FieldError;
import java.util.List;

/**
 * Options of creates, updates and patches.
 *
 * @param dryRun whether nothing is stored
 * @param validation what happens to unknown fields
 */
public record WriteOptions(boolean dryRun, FieldValidation validation) {
  /** What happens to unknown and duplicate fields. */
  public enum FieldValidation {
    STRICT,
    WARN,
    IGNORE
  }

  /**
   * Reads options.
   *
   * @param kind kind of options for messages, such as {@code CreateOptions}
   * @throws ApiException with 422
   */
  public static WriteOptions parse(String kind, Query query) {
    String manager = query.text("fieldManager");
    if (manager.length() > 128) {
      throw OptionErrors.invalid(
          kind,
          FieldError.invalid(
              "fieldManager", "\"" + manager + "\"", "may not be more than 128 bytes"));
    }
    return new WriteOptions(dryRun(kind, query.all("dryRun")), validation(kind, query));
  }

  static boolean dryRun(String kind, List<String> values) {
    for (String value : values) {
      if (!value.isEmpty() && !value.equals("All")) {
        throw OptionErrors.invalid(
            kind, FieldError.notSupported("dryRun", "\"" + value + "\"", "\"All\""));
      }
    }
    return values.contains("All");
  }

  private static FieldValidation validation(String kind, Query query) {
    String text = query.text("fieldValidation");
    return switch (text) {
      case "", "Warn" -> FieldValidation.WARN;
      case "Strict" -> FieldValidation.STRICT;
      case "Ignore" -> FieldValidation.IGNORE;
      default ->
          throw OptionErrors.invalid(
              kind,
              FieldError.notSupported(
                  "fieldValidation", "\"" + text + "\"", "\"Ignore\", \"Strict\", \"Warn\""));
    };
  }
}
