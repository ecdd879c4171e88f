package io.mkube.apiserver.cel.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.error.FieldError;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code x-kubernetes-validations}.
 *
 * @param rule expression that must be true
 * @param message what to say otherwise, {@code ""} for the rule itself
 * @param messageExpression expression for what to say, {@code ""} for none
 * @param reason kind of the error, {@code ""} for an invalid value
 * @param fieldPath field at fault below the node, {@code ""} for the node
 * @param optionalOldSelf whether {@code oldSelf} is an optional value, null when not said
 */
public record ValidationRule(
    String rule,
    String message,
    String messageExpression,
    String reason,
    String fieldPath,
    @Nullable Boolean optionalOldSelf) {
  /** Reads an entry. */
  public static ValidationRule of(JsonNode source) {
    JsonNode optional = source.path("optionalOldSelf");
    return new ValidationRule(
        source.path("rule").asText(""),
        source.path("message").asText(""),
        source.path("messageExpression").asText(""),
        source.path("reason").asText(""),
        source.path("fieldPath").asText(""),
        optional.isBoolean() ? optional.booleanValue() : null);
  }

  boolean optionalOld() {
    return Boolean.TRUE.equals(optionalOldSelf);
  }

  /** How messages name it. */
  String label() {
    return message.isBlank() ? rule.strip() : message.strip();
  }

  String messageOrDefault() {
    return message.isBlank() ? "failed rule: " + rule.strip() : message.strip();
  }

  FieldError error(String path, String value, String detail) {
    return switch (reason) {
      case "FieldValueForbidden" -> FieldError.forbidden(path, detail);
      case "FieldValueRequired" -> FieldError.required(path, detail);
      case "FieldValueDuplicate" -> FieldError.duplicate(path, value);
      default -> FieldError.invalid(path, value, detail);
    };
  }

  /** The value as Go prints it, which is how kube-apiserver shows it. */
  String goText() {
    String why =
        reason.isEmpty()
            ? "(*apiextensions.FieldValueErrorReason)(nil)"
            : "(*apiextensions.FieldValueErrorReason)(0xc000000000)";
    String optional = optionalOldSelf == null ? "(*bool)(nil)" : "(*bool)(0xc000000000)";
    return "apiextensions.ValidationRule{Rule:"
        + GoText.quote(rule)
        + ", Message:"
        + GoText.quote(message)
        + ", MessageExpression:"
        + GoText.quote(messageExpression)
        + ", Reason:"
        + why
        + ", FieldPath:"
        + GoText.quote(fieldPath)
        + ", OptionalOldSelf:"
        + optional
        + "}";
  }
}
