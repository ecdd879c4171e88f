package io.mkube.crds.bootconfig;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Language of a boot configuration. */
public enum BootConfigFormat {
  /** Ignition (Fedora CoreOS, Flatcar). */
  @JsonProperty("ignition")
  IGNITION,
  /** cloud-init. */
  @JsonProperty("cloud-init")
  CLOUD_INIT,
  /** Kickstart (Anaconda). */
  @JsonProperty("kickstart")
  KICKSTART,
  /** Anything else, sent as it is. */
  @JsonProperty("custom")
  CUSTOM
}
