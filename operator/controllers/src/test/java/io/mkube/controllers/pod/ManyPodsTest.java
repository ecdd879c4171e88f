package io.mkube.controllers.pod;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.Pod;
import io.mkube.controllers.site.Site;
import io.mkube.crds.network.AddressAllocation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManyPodsTest {
  private static final int PODS = 200;
  private static final int ADDRESSES = 50;
  private static final Duration LONG = Duration.ofMinutes(3);

  @Test
  void givesFiftyAddressesToTwoHundredPodsAndLetsTheOthersStartAsThoseGo(@TempDir Path folder)
      throws Exception {
    try (Site site = new Site(folder)) {
      site.startControllers();
      site.createNetwork("192.168.200.10", "192.168.200.59");

      IntStream.range(0, PODS).parallel().forEach(i -> site.create(Site.pod("p%03d".formatted(i))));

      await()
          .atMost(LONG)
          .pollInterval(Duration.ofSeconds(1))
          .untilAsserted(
              () -> {
                List<Pod> pods = pods(site);
                assertEquals(ADDRESSES, pods.stream().filter(Site::isReady).count());
                assertEquals(
                    PODS - ADDRESSES, pods.stream().filter(ManyPodsTest::waitsForAddress).count());
              });
      Set<String> first = addresses(site);
      assertEquals(ADDRESSES, first.size());
      assertEquals(ADDRESSES, site.rows("/interface/veth").size());

      Set<String> served = ready(site);
      served.forEach(name -> site.client().pods().inNamespace("default").withName(name).delete());

      await()
          .atMost(LONG)
          .pollInterval(Duration.ofSeconds(1))
          .untilAsserted(
              () -> {
                Set<String> next = ready(site);
                next.removeAll(served);
                assertEquals(ADDRESSES, next.size());
                assertEquals(PODS - ADDRESSES, pods(site).size());
              });
      assertEquals(ADDRESSES, addresses(site).size());
    }
  }

  private static List<Pod> pods(Site site) {
    return site.client().pods().inNamespace("default").list().getItems();
  }

  private static Set<String> ready(Site site) {
    return pods(site).stream()
        .filter(Site::isReady)
        .map(pod -> pod.getMetadata().getName())
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static boolean waitsForAddress(Pod pod) {
    return pod.getStatus() != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Ready") && "PoolExhausted".equals(c.getReason()));
  }

  private static Set<String> addresses(Site site) {
    return site.allocations().stream().map(AddressAllocation::address).collect(Collectors.toSet());
  }
}
