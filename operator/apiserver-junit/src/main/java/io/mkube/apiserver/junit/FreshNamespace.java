package io.mkube.apiserver.junit;

import org.junit.jupiter.api.extension.ExtensionContext;

/** A namespace of one test. */
@SuppressWarnings("deprecation") // CloseableResource is what JUnit before 5.13 closes
final class FreshNamespace implements AutoCloseable, ExtensionContext.Store.CloseableResource {
  private final RunningServer running;
  private final TestApiServer api;

  FreshNamespace(RunningServer running) {
    this.running = running;
    this.api = new TestApiServer(running, running.newNamespace());
  }

  TestApiServer api() {
    return api;
  }

  @Override
  public void close() {
    if (running.server().ready()) {
      running.deleteNamespace(api.namespace());
    }
  }
}
