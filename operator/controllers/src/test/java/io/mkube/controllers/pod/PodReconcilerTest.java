package io.mkube.controllers.pod;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mkube.controllers.site.Site;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PodReconcilerTest {
  private Site site;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    site = new Site(folder);
    site.startControllers();
    site.createNetwork("192.168.200.10", "192.168.200.20");
  }

  @AfterEach
  void stop() {
    site.close();
  }

  @Test
  void runsAPodAndLeavesNothingWhenItIsDeleted() {
    site.create(Site.pod("web"));

    await().atMost(Duration.ofSeconds(30)).until(() -> site.isReady("web"));
    assertEquals("192.168.200.10", site.get("web").getStatus().getPodIP());

    site.client().pods().inNamespace("default").withName("web").delete();
    await().atMost(Duration.ofSeconds(30)).until(() -> site.find("web") == null);
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertEquals(List.of(), site.traces()));
  }
}
