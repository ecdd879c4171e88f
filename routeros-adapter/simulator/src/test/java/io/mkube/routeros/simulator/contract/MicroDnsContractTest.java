package io.mkube.routeros.simulator.contract;

import io.mkube.routeros.contract.MicroDnsContract;
import io.mkube.routeros.microdns.MicroDns;
import io.mkube.routeros.simulator.microdns.MicroDnsConfig;
import io.mkube.routeros.simulator.microdns.MicroDnsSimulator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class MicroDnsContractTest extends MicroDnsContract {
  private static MicroDnsSimulator simulator;

  @BeforeAll
  static void start() {
    simulator = MicroDnsSimulator.start(MicroDnsConfig.defaults());
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  @Override
  protected MicroDns connect() {
    return MicroDns.connect(simulator.url());
  }
}
