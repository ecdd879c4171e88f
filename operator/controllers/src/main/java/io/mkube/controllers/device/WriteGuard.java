package io.mkube.controllers.device;

/**
 * Asked before every write to a device or DNS server, so that a process that is no longer the
 * leader stops in the middle of a plan. Cheap and thread-safe.
 */
@FunctionalInterface
public interface WriteGuard {
  /** Lets every write pass. */
  WriteGuard OPEN = () -> {};

  /**
   * Returns when writing is allowed.
   *
   * @throws io.mkube.routeros.DeviceException.Busy when this process may not write now
   */
  void beforeWrite();
}
