package io.mkube.routeros.simulator.console;

/** The device drops the connection instead of running a command. */
public final class ConnectionCut extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ConnectionCut() {
    super("connection cut", null, false, false);
  }
}
