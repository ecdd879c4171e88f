package io.mkube.conformance.kubectl;

import io.mkube.conformance.NatsProcess;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;

/** All cases over a bucket of NATS. Needs {@code kubectl} and {@code nats-server}. */
class KubectlOnNatsIT extends KubectlContract {
  @SuppressWarnings("NullAway.Init")
  private NatsProcess nats;

  @Override
  List<String> storeOptions(Path folder) throws InterruptedException {
    nats = NatsProcess.start(folder.resolve("nats"));
    return List.of("--store", nats.store("conformance"));
  }

  @AfterAll
  void stopNats() {
    nats.close();
  }
}
