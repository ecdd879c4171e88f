package io.mkube.store.nats;

import io.nats.client.api.ServerInfo;

/**
 * What the connected server can do beyond 2.9, the oldest that works.
 *
 * @param version version of the server
 * @param syncSetting whether its configuration may say when it forces to the disk: 2.10. Before, it
 *     does so every two minutes
 */
record ServerFeatures(String version, boolean syncSetting) {
  static ServerFeatures of(ServerInfo info) {
    return new ServerFeatures(info.getVersion(), info.isSameOrNewerThanVersion("2.10.0"));
  }

  /** When an acknowledged write is safe from a power cut, as far as a client can tell. */
  String durability(int replicas) {
    String forced =
        syncSetting
            ? "nats-server "
                + version
                + " forces writes to the disk as its sync_interval says"
                + " (2 minutes unless set; clients cannot read it; always is safest)"
            : "nats-server "
                + version
                + " forces writes to the disk every 2 minutes (2.10 or newer"
                + " can do so always: jetstream { sync_interval: always })";
    return replicas > 1
        ? "held by " + replicas + " servers; " + forced
        : "held by one server; " + forced;
  }
}
