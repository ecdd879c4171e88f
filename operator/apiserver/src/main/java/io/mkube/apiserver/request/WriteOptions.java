package io.mkube.apiserver.request;

import com.fasterxml.jackson.databind.node.TextNode;
import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.FieldError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Options of creates, updates and patches.
 *
 * @param dryRun whether nothing is stored
 * @param validation what happens to unknown fields
 * @param fieldManager field manager that the client named, {@code ""} for none
 * @param client field manager of clients that name none
 * @param force whether an apply takes over fields of others, if said
 */
public record WriteOptions(
    boolean dryRun,
    FieldValidation validation,
    String fieldManager,
    String client,
    Optional<Boolean> force) {
  private static final int MAX_MANAGER = 128;
  private static final String KIND_OF_PATCHES = "PatchOptions";

  /** Options of writes that the server itself makes. */
  public WriteOptions(boolean dryRun, FieldValidation validation) {
    this(dryRun, validation, "", "kube-apiserver", Optional.empty());
  }

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
   * @param userAgent {@code User-Agent} of the client, {@code ""} for none
   * @throws ApiException with 422
   */
  public static WriteOptions parse(String kind, Query query, String userAgent) {
    String manager = query.text("fieldManager");
    requireManager(kind, manager);
    return new WriteOptions(
        dryRun(kind, query.all("dryRun")),
        validation(kind, query),
        manager,
        client(userAgent),
        kind.equals(KIND_OF_PATCHES) ? query.flag("force") : Optional.empty());
  }

  /** Who owns what is written. */
  public String manager() {
    return fieldManager.isEmpty() ? client : fieldManager;
  }

  /**
   * Checks what depends on the kind of a patch.
   *
   * @param applies whether a configuration is applied
   * @throws ApiException with 422
   */
  public void requireForPatch(boolean applies) {
    if (applies && fieldManager.isEmpty()) {
      throw OptionErrors.invalid(
          KIND_OF_PATCHES, FieldError.required("fieldManager", "is required for apply patch"));
    }
    if (!applies && force.isPresent()) {
      throw OptionErrors.invalid(
          KIND_OF_PATCHES,
          FieldError.forbidden("force", "may not be specified for non-apply patch"));
    }
  }

  private static void requireManager(String kind, String manager) {
    List<FieldError> errors = new ArrayList<>();
    if (manager.getBytes(StandardCharsets.UTF_8).length > MAX_MANAGER) {
      errors.add(
          new FieldError(
              FieldError.Reason.TOO_LONG,
              "fieldManager",
              "Too long: may not be more than " + MAX_MANAGER + " bytes"));
    }
    int position = 0;
    for (int c : manager.codePoints().toArray()) {
      if (!isPrintable(c)) {
        String quoted = new TextNode(manager).toString();
        String problem = String.format("invalid character U+%04X (at position %d)", c, position);
        errors.add(FieldError.invalid("fieldManager", quoted, problem));
      }
      position += Character.toString(c).getBytes(StandardCharsets.UTF_8).length;
    }
    if (!errors.isEmpty()) {
      throw OptionErrors.invalid(kind, errors);
    }
  }

  /** The program's name: what stands before the first slash, without what cannot be printed. */
  private static String client(String userAgent) {
    int slash = userAgent.indexOf('/');
    StringBuilder name = new StringBuilder();
    int bytes = 0;
    for (int c :
        userAgent.substring(0, slash < 0 ? userAgent.length() : slash).codePoints().toArray()) {
      bytes += Character.toString(c).getBytes(StandardCharsets.UTF_8).length;
      if (bytes > MAX_MANAGER) {
        break;
      }
      if (isPrintable(c)) {
        name.appendCodePoint(c);
      }
    }
    return name.toString();
  }

  private static boolean isPrintable(int c) {
    return c == ' '
        || switch (Character.getType(c)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.SURROGATE,
              Character.PRIVATE_USE,
              Character.UNASSIGNED,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR,
              Character.SPACE_SEPARATOR ->
              false;
          default -> true;
        };
  }

  static boolean dryRun(String kind, List<String> values) {
    for (String value : values) {
      if (!value.isEmpty() && !value.equals("All")) {
        throw OptionErrors.invalid(
            kind, FieldError.notSupported("dryRun", slice(values), "\"All\""));
      }
    }
    return values.contains("All");
  }

  /** A list in the way Go shows it. */
  private static String slice(List<String> values) {
    List<String> quoted = values.stream().map(value -> TextNode.valueOf(value).toString()).toList();
    return "[]string{" + String.join(", ", quoted) + "}";
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
                  "fieldValidation", "\"" + text + "\"", "\"\", \"Ignore\", \"Strict\", \"Warn\""));
    };
  }
}
