package io.mkube.apiserver;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A server for all tests of a class, with nothing special about it. */
abstract class ServedTest {
  @TempDir static Path directory;
  static TestServer server;

  @BeforeAll
  static void start() throws ApiServerException {
    server = TestServer.start(directory);
  }

  @AfterAll
  static void stop() {
    server.close();
  }
}
