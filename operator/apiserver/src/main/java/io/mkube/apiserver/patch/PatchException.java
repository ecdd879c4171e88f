package io.mkube.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;

/** A patch that was refused. The message is meant for the client. */
public final class PatchException extends Exception {
  private static final long serialVersionUID = 1;

  private final Reason reason;

  PatchException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Why a document that is no object is no merge patch, as a Go program tells it. */
  static String noObject(JsonNode patch) {
    String found =
        switch (patch.getNodeType()) {
          case NULL -> "";
          case ARRAY -> "array";
          case BOOLEAN -> "bool";
          case NUMBER -> "number";
          default -> "string";
        };
    return found.isEmpty()
        ? "Invalid JSON Patch"
        : "error decoding patch: json: cannot unmarshal "
            + found
            + " into Go value of type map[string]interface {}";
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
    TOO_LARGE(413);

    private final int httpStatus;

    Reason(int httpStatus) {
      this.httpStatus = httpStatus;
    }

    public int httpStatus() {
      return httpStatus;
    }
  }
}
