package io.mkube.routeros.simulator.menu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class DurationsProperties {
  @Property
  void readsWhatItPrints(@ForAll @LongRange(min = 0, max = 10_000_000_000L) long millis) {
    Duration duration = Duration.ofMillis(millis);
    assertEquals(Optional.of(duration), Durations.parse(Durations.print(duration)));
  }
}
