package io.mkube.routeros.simulator.contract;

import io.mkube.routeros.RouterOsConfig;
import io.mkube.routeros.simulator.RouterOsSimulator;
import io.mkube.routeros.simulator.SimulatorConfig;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A fresh router for each test, there before and after everything that the test class does. */
final class SimulatedRouter implements BeforeEachCallback, AfterEachCallback {
  private final SimulatorConfig config;
  private @Nullable RouterOsSimulator simulator;

  SimulatedRouter(String version) {
    config = SimulatorConfig.defaults().withVersion(version);
  }

  RouterOsConfig client() {
    return new RouterOsConfig(Objects.requireNonNull(simulator).url(), "admin", "");
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    simulator = RouterOsSimulator.start(config);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Objects.requireNonNull(simulator).close();
  }
}
