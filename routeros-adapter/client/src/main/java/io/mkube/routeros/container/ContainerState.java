package io.mkube.routeros.container;

/**
 * State of a container, the same for devices that print a {@code status} and those that print
 * flags.
 */
public enum ContainerState {
  EXTRACTING,
  STOPPED,
  STARTING,
  RUNNING,
  STOPPING,
  FAILED,
  DELETING,
  UNKNOWN
}
