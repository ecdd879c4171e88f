package io.mkube.benchmarks.api;

import io.mkube.benchmarks.process.MeasuredProcess;
import io.mkube.benchmarks.process.MkubeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** API servers as child processes. */
final class MkubeServers {
  private MkubeServers() {}

  /**
   * Starts one in a directory of its own.
   *
   * @param store the store and what it needs
   */
  static MeasuredProcess start(Path folder, String... store) throws IOException {
    Path directory = Files.createTempDirectory(folder, "mkube-" + store[0] + "-");
    return MeasuredProcess.java(
        folder.resolve("mkube.log"), MkubeServer.class, store[0], directory.toString());
  }

  static int plainPort(MeasuredProcess server) {
    return Integer.parseInt(server.ready().split(" ")[0]);
  }
}
