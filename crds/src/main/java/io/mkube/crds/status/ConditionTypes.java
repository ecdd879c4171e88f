package io.mkube.crds.status;

/** Types of conditions. {@link #READY} stands first in every status. */
public final class ConditionTypes {
  /** The object is as declared and serves. */
  public static final String READY = "Ready";

  /** The control plane is changing the device. */
  public static final String PROGRESSING = "Progressing";

  /** The object serves, but not as declared. */
  public static final String DEGRADED = "Degraded";

  /** Reconciliation is switched off by its owner. */
  public static final String PAUSED = "Paused";

  /** The object is being removed. */
  public static final String DELETING = "Deleting";

  private ConditionTypes() {}
}
