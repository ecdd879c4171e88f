package io.mkube.app.command;

import picocli.CommandLine.Option;

/** Where an API server listens. */
final class ListenOptions {
  @Option(
      names = "--listen",
      paramLabel = "ADDR",
      description =
          "Addresses to listen on, with commas between them, such as 192.0.2.1,2001:db8::1."
              + " Default: 127.0.0.1; :: or 0.0.0.0 for all.")
  private String listen = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "N",
      converter = PortConverter.class,
      description = "Port of the API. Default: 6443; 0 for a free one.")
  private int port = 6443;

  @Option(
      names = "--http-port",
      paramLabel = "N",
      converter = PortConverter.class,
      description = "Port of health and metrics over plain HTTP. Default: 8082; 0 for a free one.")
  private int httpPort = 8082;

  String listen() {
    return listen;
  }

  int port() {
    return port;
  }

  int httpPort() {
    return httpPort;
  }
}
