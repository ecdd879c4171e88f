package io.mkube.controllers.plan;

/**
 * One small step of a {@link Plan}. Safe to repeat: performing it twice leaves the same world as
 * performing it once.
 */
public interface Action {
  /**
   * The step in words, such as {@code add veth veth_default_web_0 with 192.168.200.10/24}. The same
   * text appears in the log, in a dry run and in events; it holds no secret.
   */
  String describe();

  /** What the step talks to; decides the reason that is reported when it does not answer. */
  default Target target() {
    return Target.ROUTER;
  }

  /** A party that a step talks to. */
  enum Target {
    /** A RouterOS device. */
    ROUTER("RouterUnreachable"),
    /** A microdns server. */
    DNS("DNSUnreachable");

    private final String unreachable;

    Target(String unreachable) {
      this.unreachable = unreachable;
    }

    /** The condition reason to report when this party does not answer. */
    public String unreachableReason() {
      return unreachable;
    }
  }
}
