package io.mkube.routeros.http;

/**
 * What a request is about, for messages of the form "action object on server: cause".
 *
 * @param action verb and kind, such as {@code start container}
 * @param object name or id; empty when the action says all
 * @param server host and port
 */
public record Operation(String action, String object, String server) {
  private static final int LONGEST_CAUSE = 600;

  /** The message for a cause, on one line and not longer than a condition may be. */
  public String failed(String cause) {
    String oneLine = cause.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    String shown =
        oneLine.length() <= LONGEST_CAUSE ? oneLine : oneLine.substring(0, LONGEST_CAUSE) + "…";
    return action + (object.isEmpty() ? "" : " " + object) + " on " + server + ": " + shown;
  }
}
