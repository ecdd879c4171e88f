package io.mkube.crds.baremetalhost;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a host is in its life. */
public enum HostPhase {
  /** Declared, nothing known yet. */
  @JsonProperty("Registering")
  REGISTERING,
  /** Found on the network. */
  @JsonProperty("Discovered")
  DISCOVERED,
  /** Booting an image. */
  @JsonProperty("Provisioning")
  PROVISIONING,
  /** Known and usable. */
  @JsonProperty("Ready")
  READY
}
