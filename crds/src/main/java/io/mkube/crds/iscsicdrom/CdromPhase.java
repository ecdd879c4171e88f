package io.mkube.crds.iscsicdrom;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where an image is on its way to the hosts. */
public enum CdromPhase {
  /** No image yet. */
  @JsonProperty("Pending")
  PENDING,
  /** The image is being received. */
  @JsonProperty("Uploading")
  UPLOADING,
  /** Hosts can use it. */
  @JsonProperty("Ready")
  READY,
  /** The image or the target could not be made. */
  @JsonProperty("Error")
  ERROR
}
