package io.mkube.app.command;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Where an API server listens. */
final class ListenOptions {
  private final Setting<String> listen =
      Setting.of(
          "--listen",
          "ADDR",
          String.class,
          "Addresses to listen on, with commas between them, such as 192.0.2.1,2001:db8::1."
              + " Default: 127.0.0.1; :: or 0.0.0.0 for all.");

  private final Setting<Integer> port =
      Setting.of(
          "--port",
          "N",
          Integer.class,
          new PortConverter(),
          "Port of the API. Default: 6443; 0 for a free one.");

  private final Setting<Integer> httpPort =
      Setting.of(
          "--http-port",
          "N",
          Integer.class,
          new PortConverter(),
          "Port of health and metrics over plain HTTP. Default: 8082; 0 for a free one.");

  /** Gives a command these options. */
  void addTo(CommandSpec command) {
    for (Setting<?> setting : List.of(listen, port, httpPort)) {
      command.addOption(setting.spec());
    }
  }

  String listen() {
    return listen.or("127.0.0.1");
  }

  int port() {
    return port.or(6443);
  }

  int httpPort() {
    return httpPort.or(8082);
  }
}
