package io.mkube.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;

/** A patch that was refused. The message is meant for the client. */
public final class PatchException extends Exception {
  /** Before what a JSON or merge patch is refused with; strategic ones have none. */
  static final String DECODING = "error decoding patch: ";

  private static final long serialVersionUID = 1;

  private final Reason reason;

  PatchException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** A value that a Go program cannot read into the place where it stands in a patch. */
  static PatchException undecodable(String prefix, JsonNode found, String place) {
    return new PatchException(
        Reason.MALFORMED, prefix + "json: cannot unmarshal " + kind(found) + " into " + place);
  }

  private static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "array";
      case BOOLEAN -> "bool";
      case NUMBER -> "number";
      case OBJECT -> "object";
      default -> "string";
    };
  }

  public Reason reason() {
    return reason;
  }

  /** Why a patch was refused, with the HTTP status that tells it. */
  public enum Reason {
    /** The patch itself has the wrong form. */
    MALFORMED(400),
    /** The patch is well-formed and does not fit the object. */
    NOT_APPLICABLE(422),
    /** The patch has too many operations or its result is too big. */
    TOO_LARGE(413),
    /** A strategic patch with a directive that is none, or without a merge key. */
    NOT_STRATEGIC(500);

    private final int httpStatus;

    Reason(int httpStatus) {
      this.httpStatus = httpStatus;
    }

    public int httpStatus() {
      return httpStatus;
    }
  }
}
