package io.mkube.routeros.system;

/** Menus {@code /system/resource} and {@code /system/identity}. Thread-safe. */
public interface RouterSystem {
  /** Version, hardware and load. */
  SystemResource resource();

  /** The device's own name. */
  String identity();

  /**
   * {@code /system/resource}. Texts are empty and numbers 0 when the device does not print them.
   *
   * @param version version as printed, such as {@code 7.21.5 (stable)}
   * @param architecture {@code arm64}, {@code arm}, {@code x86_64}, …
   * @param board board name
   * @param platform platform
   * @param cpuCount number of CPUs
   * @param cpuLoad load in percent
   * @param totalMemory bytes
   * @param freeMemory bytes
   * @param uptime uptime as printed, such as {@code 1w2d3h}
   */
  record SystemResource(
      String version,
      String architecture,
      String board,
      String platform,
      int cpuCount,
      int cpuLoad,
      long totalMemory,
      long freeMemory,
      String uptime) {}
}
