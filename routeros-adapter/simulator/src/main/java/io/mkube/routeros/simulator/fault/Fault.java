package io.mkube.routeros.simulator.fault;

import java.util.Locale;
import java.util.Optional;

/**
 * What can go wrong. The name in a fault specification is the constant in lower case with dashes.
 * The number is the probability in profile {@code realistic}; {@code hostile} has five times that.
 * Zero means: only when asked for by name.
 */
public enum Fault {
  /** The connection is reset before anything is done (inferred). */
  RESET(0.0005),
  /** 500 without detail, nothing done (inferred). */
  INTERNAL_ERROR(0.0002),
  /** A write is done, then the connection is reset. */
  LOST_REPLY(0.002),
  /** A call is done, but its reply is replaced by {@code Session closed} after the time limit. */
  SESSION_CLOSED(0),
  /** The connection ends without a reply when a container is started soon after it stopped. */
  EOF_ON_SETTLING_START(0.25),
  /** The connection ends without a reply when a container is started at any other time. */
  EOF_ON_START(0.001),
  /** Unpacking an image fails (inferred rate). */
  EXTRACTION_FAILURE(0.01),
  /** The registry refuses a pull with 429 (inferred rate). */
  PULL_RATE_LIMITED(0.02),
  /** A container reads as stopped when 60 % of its image are unpacked. */
  EARLY_STOPPED(0),
  /** A process ignores its stop signal and is killed after {@code stop-time}. */
  STUBBORN_PROCESS(0.05),
  /** The root folder of a removed container stays locked four times as long. */
  LONG_ROOT_DIR_LOCK(0.1),
  /** A veth stays held for 2 s after its container has gone. */
  LATE_VETH_RELEASE(0),
  /** PATCH answers 200 but leaves one property as it was (inferred). */
  PARTIAL_PATCH(0.0005),
  /** Any GET in the first seconds after boot answers with {@code /system/resource}. */
  WRONG_BODY_AFTER_BOOT(1),
  /** Comments are printed with a raw control character in them. */
  CONTROL_CHARACTERS(0),
  /** A closed connection stays in {@code /user/active} until reboot. */
  SESSION_LEAK(0),
  /** A container is lost at reboot; 7.22.0 and 7.22.1 do that by themselves with 0.3. */
  CONTAINER_LOST_AT_REBOOT(0),
  /** Containers get new ids at reboot (inferred). */
  CONTAINERS_RENUMBERED(0),
  /** Files written in the 40 s before a power cut are empty afterwards. */
  UNWRITTEN_FILES(0),
  /** Changes below {@code /container} are refused by device-mode. */
  DEVICE_MODE_OFF(0),
  /** The container package is not installed. */
  CONTAINER_PACKAGE_MISSING(0);

  private final double realistic;

  Fault(double realistic) {
    this.realistic = realistic;
  }

  double realistic() {
    return realistic;
  }

  /** Name in a fault specification. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<Fault> ofLabel(String label) {
    for (Fault fault : values()) {
      if (fault.label().equals(label)) {
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }
}
