package io.mkube.routeros.simulator.contract;

import io.mkube.routeros.RouterOsConfig;
import io.mkube.routeros.contract.RouterOsContract;
import org.junit.jupiter.api.extension.RegisterExtension;

/** RouterOS 7.23.3. */
class Release7233Test extends RouterOsContract {
  @RegisterExtension static final SimulatedRouter ROUTER = new SimulatedRouter("7.23.3");

  @Override
  protected RouterOsConfig config() {
    return ROUTER.client();
  }
}
