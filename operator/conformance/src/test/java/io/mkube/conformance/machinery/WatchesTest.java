package io.mkube.conformance.machinery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Watches tell what is selected, from where they are asked to, and all tell the same. */
final class WatchesTest extends MachineryTest {
  private final List<Watch> watches = new ArrayList<>();

  /** What a watch was told: action, name and the datum. */
  private List<String> watch(String selector, String revision) {
    List<String> told = new CopyOnWriteArrayList<>();
    Watcher<ConfigMap> watcher =
        new Watcher<>() {
          @Override
          public void eventReceived(Action action, ConfigMap object) {
            String datum = object.getData() == null ? "" : object.getData().getOrDefault("n", "");
            told.add(action + " " + object.getMetadata().getName() + datum);
          }

          @Override
          public void onClose(WatcherException cause) {
            told.add("closed");
          }
        };
    watches.add(
        client
            .configMaps()
            .watch(
                new ListOptionsBuilder()
                    .withLabelSelector(selector)
                    .withResourceVersion(revision)
                    .build(),
                watcher));
    return told;
  }

  private static ConfigMap map(String name, String label, String datum) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .addToLabels("watch", label)
        .endMetadata()
        .addToData("n", datum)
        .build();
  }

  private String put(String name, String label, String datum) {
    return client
        .configMaps()
        .resource(map(name, label, datum))
        .createOr(existing -> existing.update())
        .getMetadata()
        .getResourceVersion();
  }

  private static void told(List<String> events, String... expected) {
    eventually(() -> events.size() >= expected.length);
    assertEquals(List.of(expected), events);
  }

  @Test
  void tellEachWatcherWhatItSelects() {
    String start = client.configMaps().list().getMetadata().getResourceVersion();
    List<String> first = watch("watch=a", start);
    List<String> second = watch("watch in (b)", start);
    List<String> both = watch("watch in (a,b)", start);

    put("x", "a", "1");
    put("x", "a", "2");
    client.configMaps().withName("x").delete();
    put("y", "b", "1");

    told(both, "ADDED x1", "MODIFIED x2", "DELETED x2", "ADDED y1");
    told(first, "ADDED x1", "MODIFIED x2", "DELETED x2");
    told(second, "ADDED y1");
    watches.forEach(Watch::close);
  }

  @Test
  void tellThatAnObjectLeavesTheSelectionAndThatItComesBack() {
    String start = client.configMaps().list().getMetadata().getResourceVersion();
    List<String> events = watch("watch=a", start);

    put("x", "a", "1");
    put("x", "other", "2");
    put("x", "other", "3");
    put("x", "a", "4");

    told(events, "ADDED x1", "DELETED x1", "ADDED x4");
    watches.forEach(Watch::close);
  }

  @Test
  void goOnFromAnyRevisionWithoutAGap() {
    List<String> revisions = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      if (i % 5 == 4) {
        client.configMaps().withName("m" + (i - 1)).delete();
        put("m" + (i - 2), "seen", "again");
      } else {
        revisions.add(put("m" + i, "seen", "" + i));
      }
    }
    List<String> all = watch("watch=seen", revisions.getFirst());
    put("last", "seen", "");
    eventually(() -> all.contains("ADDED last"));
    expected.addAll(all);

    for (String revision : revisions) {
      List<String> rest = watch("watch=seen", revision);
      eventually(() -> rest.contains("ADDED last"));
      assertEquals(
          expected.subList(expected.size() - rest.size(), expected.size()), rest, revision);
    }
    assertEquals(15 + 2 * 4 + 1, expected.size());
    watches.forEach(Watch::close);
  }
}
