package io.mkube.store.nats;

import io.nats.client.api.ServerInfo;
import java.time.Duration;

/**
 * What the connected server can do beyond 2.9, the oldest that works.
 *
 * @param version version of the server
 * @param syncSetting whether its configuration may say when it forces to the disk: 2.10. Before, it
 *     does so every two minutes
 * @param directBatches whether a direct get may ask for several messages: 2.11
 * @param atomicBatches whether it stores several messages as one, if the stream allows it: 2.12
 */
record ServerFeatures(
    String version, boolean syncSetting, boolean directBatches, boolean atomicBatches) {
  private static final String EVERY_TWO_MINUTES =
      "every 2 minutes (2.10 or newer can do so always: jetstream { sync_interval: always })";
  private static final String UNKNOWN =
      "as its sync_interval says (unknown: nats-server's default is 2 minutes, always is safest";

  static ServerFeatures of(ServerInfo info) {
    return new ServerFeatures(
        info.getVersion(),
        info.isSameOrNewerThanVersion("2.10.0"),
        info.isSameOrNewerThanVersion("2.11.0"),
        info.isSameOrNewerThanVersion("2.12.0"));
  }

  /** When an acknowledged write is safe from a power cut, as far as it is known. */
  String durability(int replicas, ServerMonitor monitor) {
    return (replicas > 1 ? "held by " + replicas + " servers; " : "held by one server; ")
        + "nats-server "
        + version
        + " forces writes to the disk "
        + (syncSetting ? asItIsSet(monitor) : EVERY_TWO_MINUTES);
  }

  /**
   * What is used of a newer server, as the end of a line for people.
   *
   * @param allowed whether the bucket takes atomic batches
   */
  String used(boolean allowed) {
    if (!directBatches) {
      return "";
    }
    return "; uses direct gets of several messages"
        + (allowed && atomicBatches ? " and atomic batches" : "");
  }

  private static String asItIsSet(ServerMonitor monitor) {
    return switch (monitor.answer()) {
      case ServerMonitor.Answer.Forced forced when forced.always() ->
          "before it acknowledges them (sync_interval: always)";
      case ServerMonitor.Answer.Forced forced ->
          "every " + text(forced.interval()) + " (sync_interval; always is safest)";
      case ServerMonitor.Answer.Failed failed ->
          UNKNOWN + "; " + monitor.address() + " " + failed.why() + ")";
      case ServerMonitor.Answer.None none ->
          UNKNOWN + "; it is read where the store's URL has monitor=http://HOST:8222)";
    };
  }

  private static String text(Duration interval) {
    return interval.toSeconds() >= 120 && interval.toSeconds() % 60 == 0
        ? interval.toMinutes() + " minutes"
        : interval.toMillis() % 1000 == 0
            ? interval.toSeconds() + " s"
            : interval.toMillis() + " ms";
  }
}
