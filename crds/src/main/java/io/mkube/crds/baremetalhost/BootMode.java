package io.mkube.crds.baremetalhost;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How long a host keeps booting its image. */
public enum BootMode {
  /** The next boot only; afterwards the machine boots from its own disk. */
  @JsonProperty("once")
  ONCE,
  /** Every boot. */
  @JsonProperty("forever")
  FOREVER
}
