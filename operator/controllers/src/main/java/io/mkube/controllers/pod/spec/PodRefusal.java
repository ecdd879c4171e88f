package io.mkube.controllers.pod.spec;

/**
 * Why a pod cannot run as it is written, or not yet. Becomes the reason and message of its
 * conditions; heals when the cause goes.
 */
public final class PodRefusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String reason;
  private final String text;

  /**
   * A refusal.
   *
   * @param reason CamelCase reason
   * @param text sentence that names the field and what to do
   */
  public PodRefusal(String reason, String text) {
    super(reason + ": " + text);
    this.reason = reason;
    this.text = text;
  }

  /** CamelCase reason for a condition. */
  public String reason() {
    return reason;
  }

  /** Sentence for a person, without the reason. */
  public String text() {
    return text;
  }
}
