package io.mkube.apiserver.overload;

/** Which limit a request falls under. */
public enum RequestKind {
  READ_ONLY("readOnly"),
  MUTATING("mutating");

  private final String label;

  RequestKind(String label) {
    this.label = label;
  }

  /** Name in metrics. */
  public String label() {
    return label;
  }
}
