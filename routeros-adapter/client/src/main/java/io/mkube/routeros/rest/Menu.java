package io.mkube.routeros.rest;

import java.util.List;

/**
 * A menu.
 *
 * @param path where it is
 * @param noun what one of its rows is called in messages
 * @param signs properties of which a true row has one at least
 */
record Menu(String path, String noun, List<String> signs) {
  static final Menu CONTAINER =
      of("container", "container", "root-dir", "interface", "tag", "repo", "status");
  static final Menu MOUNT = of("container/mounts", "mount", "dst");
  static final Menu ENV = of("container/envs", "environment variable", "key");
  static final Menu VETH = of("interface/veth", "veth", "name");
  static final Menu BRIDGE = of("interface/bridge", "bridge", "name");
  static final Menu BRIDGE_PORT = of("interface/bridge/port", "bridge port", "interface");
  static final Menu CONTAINER_LOG = of("container/log", "container log", "message");
  static final Menu LOG = of("log", "log", "message");
  static final Menu FILE = of("file", "file", "name");
  static final Menu RESOURCE = of("system/resource", "system resources", "version");
  static final Menu IDENTITY = of("system/identity", "identity", "name");

  Menu {
    signs = List.copyOf(signs);
  }

  /**
   * Whether a row can be one of this list menu. Seen on 7.22 right after boot: the web server
   * answers with the body of another menu, such as the system resources, before its services are
   * ready.
   */
  boolean owns(Row row) {
    return !row.id().isEmpty() && ownsSettings(row);
  }

  /** The same for menus that have one row without id. */
  boolean ownsSettings(Row row) {
    return signs.stream().anyMatch(row::has);
  }

  private static Menu of(String path, String noun, String... signs) {
    return new Menu(path, noun, List.of(signs));
  }
}
