package io.mkube.apiserver.error;

/**
 * One cause of a 422 answer.
 *
 * @param reason cause reason as Kubernetes spells it
 * @param field JSON path such as {@code spec.containers[0].image}
 * @param message what is wrong, without the path: {@code Invalid value: -1: must be greater than or
 *     equal to 0}
 */
public record FieldError(Reason reason, String field, String message) {
  /** The value has the wrong form or range. {@code value} is the value as JSON text. */
  public static FieldError invalid(String field, String value, String detail) {
    return new FieldError(Reason.INVALID, field, "Invalid value: " + value + ": " + detail);
  }

  /** A required value is missing; {@code detail} may be empty. */
  public static FieldError required(String field, String detail) {
    return new FieldError(
        Reason.REQUIRED, field, detail.isEmpty() ? "Required value" : "Required value: " + detail);
  }

  /** A value may not be set here. */
  public static FieldError forbidden(String field, String detail) {
    return new FieldError(Reason.FORBIDDEN, field, "Forbidden: " + detail);
  }

  /** A value occurs twice. */
  public static FieldError duplicate(String field, String value) {
    return new FieldError(Reason.DUPLICATE, field, "Duplicate value: " + value);
  }

  /**
   * A value is none of the allowed ones; {@code supported} is the comma-separated list of quoted
   * values.
   */
  public static FieldError notSupported(String field, String value, String supported) {
    return new FieldError(
        Reason.NOT_SUPPORTED,
        field,
        "Unsupported value: " + value + ": supported values: " + supported);
  }

  /** The value has the wrong JSON type. */
  public static FieldError typeInvalid(String field, String value, String detail) {
    return new FieldError(Reason.TYPE_INVALID, field, "Invalid value: " + value + ": " + detail);
  }

  /** Path and message, as they stand in the Status message. */
  public String text() {
    return field.isEmpty() ? message : field + ": " + message;
  }

  /** Cause reasons of Kubernetes. */
  public enum Reason {
    INVALID("FieldValueInvalid"),
    REQUIRED("FieldValueRequired"),
    DUPLICATE("FieldValueDuplicate"),
    FORBIDDEN("FieldValueForbidden"),
    NOT_SUPPORTED("FieldValueNotSupported"),
    NOT_FOUND("FieldValueNotFound"),
    TOO_LONG("FieldValueTooLong"),
    TOO_MANY("FieldValueTooMany"),
    TYPE_INVALID("FieldValueTypeInvalid");

    private final String wireName;

    Reason(String wireName) {
      this.wireName = wireName;
    }

    /** The spelling in {@code details.causes[].reason}. */
    public String wireName() {
      return wireName;
    }
  }
}
