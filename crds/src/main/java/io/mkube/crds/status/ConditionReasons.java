package io.mkube.crds.status;

/** Reasons of conditions, shared by all kinds. */
public final class ConditionReasons {
  /** Everything is as declared. */
  public static final String AVAILABLE = "Available";

  /** Nothing is being changed. */
  public static final String SETTLED = "Settled";

  /** Changes to the device are under way. */
  public static final String RECONCILING = "Reconciling";

  /** The device has not been looked at yet. */
  public static final String NOT_OBSERVED = "NotObserved";

  /** Nothing is wrong. */
  public static final String AS_DECLARED = "AsDeclared";

  /** A field contradicts another field of the same object. */
  public static final String INVALID = "Invalid";

  /** A field or annotation asks for something that this control plane does not do. */
  public static final String UNSUPPORTED = "Unsupported";

  /** An annotation cannot be parsed. */
  public static final String INVALID_ANNOTATION = "InvalidAnnotation";

  /** The address range overlaps the range of an older network. */
  public static final String OVERLAPS = "Overlaps";

  /** The device has no bridge of that name, and it could not be made. */
  public static final String BRIDGE_MISSING = "BridgeMissing";

  /** The network that is named does not exist. */
  public static final String NETWORK_NOT_FOUND = "UnknownNetwork";

  /** The network exists but is not ready. */
  public static final String NETWORK_NOT_READY = "NetworkNotReady";

  /** No address is left in the network's range. */
  public static final String ADDRESS_POOL_EXHAUSTED = "PoolExhausted";

  /** The address that is asked for belongs to somebody else. */
  public static final String ADDRESS_TAKEN = "AddressTaken";

  /** The address that is asked for lies outside the network. */
  public static final String ADDRESS_OUTSIDE_NETWORK = "StaticIPOutsideNetwork";

  /** The image is malformed, absent or cannot be fetched. */
  public static final String IMAGE_UNAVAILABLE = "ImageUnavailable";

  /** The device does not answer. */
  public static final String DEVICE_UNREACHABLE = "RouterUnreachable";

  /** The device refuses the credentials. */
  public static final String DEVICE_UNAUTHORIZED = "DeviceUnauthorized";

  /** The device refuses a change. */
  public static final String DEVICE_REJECTED = "DeviceRejected";

  /** The DNS server of the network does not answer. */
  public static final String DNS_UNREACHABLE = "DNSUnreachable";

  /** Another cluster owns the row on the device. */
  public static final String OWNED_ELSEWHERE = "OwnedElsewhere";

  /** Other objects still use this one; its deletion waits for them. */
  public static final String IN_USE = "InUse";

  /** The object's parts are being removed from the device. */
  public static final String REMOVING = "Removing";

  private ConditionReasons() {}
}
