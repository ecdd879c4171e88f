package io.mkube.controllers.status;

/** Reasons of conditions and events that several kinds report, spelled once. */
public final class Reasons {
  /** The object is as declared. */
  public static final String READY = "Ready";

  /** A field that cannot be honoured on a device would change the meaning of the object. */
  public static final String UNSUPPORTED = "Unsupported";

  /** A row of that name on the device belongs to somebody else. */
  public static final String OWNED_ELSEWHERE = "OwnedElsewhere";

  /** The network that is named does not exist, or none is the default. */
  public static final String UNKNOWN_NETWORK = "UnknownNetwork";

  /** The static address is outside the network or cannot be given to a container. */
  public static final String STATIC_IP_OUTSIDE_NETWORK = "StaticIPOutsideNetwork";

  /** The static address belongs to something else. */
  public static final String ADDRESS_TAKEN = "AddressTaken";

  /** The network has no free address. */
  public static final String POOL_EXHAUSTED = "PoolExhausted";

  /** The router does not answer. */
  public static final String ROUTER_UNREACHABLE = "RouterUnreachable";

  /** The DNS server does not answer. */
  public static final String DNS_UNREACHABLE = "DNSUnreachable";

  private Reasons() {}
}
