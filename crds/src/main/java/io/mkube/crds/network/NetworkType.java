package io.mkube.crds.network;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Purpose of a network. */
public enum NetworkType {
  /** Containers and hosts. */
  @JsonProperty("data")
  DATA,
  /** Management interfaces of machines. */
  @JsonProperty("ipmi")
  IPMI,
  /** Administration. */
  @JsonProperty("management")
  MANAGEMENT,
  /** Machines that boot from the network. */
  @JsonProperty("boot")
  BOOT,
  /** Block storage. */
  @JsonProperty("storage")
  STORAGE,
  /** A network whose services are run by somebody else. */
  @JsonProperty("external")
  EXTERNAL,
  /** People's machines. */
  @JsonProperty("user")
  USER
}
