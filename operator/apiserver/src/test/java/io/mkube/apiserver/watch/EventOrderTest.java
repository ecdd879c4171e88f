package io.mkube.apiserver.watch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.apiserver.authn.User;
import io.mkube.apiserver.cache.CacheLimits;
import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.cache.ListScope;
import io.mkube.apiserver.cache.ResourceCache;
import io.mkube.apiserver.cache.WatchCache;
import io.mkube.apiserver.http.EventStream;
import io.mkube.apiserver.http.Exchange;
import io.mkube.apiserver.metrics.TrafficFigures;
import io.mkube.apiserver.request.ApiRequest;
import io.mkube.apiserver.request.Query;
import io.mkube.apiserver.request.ResourcePath;
import io.mkube.apiserver.resource.BuiltInResources;
import io.mkube.apiserver.resource.ServedResource;
import io.mkube.apiserver.verb.Call;
import io.mkube.store.ObjectStore;
import io.mkube.store.memory.MemoryObjectStore;
import io.mkube.store.window.WindowLimits;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every event of every watch, compared with a log that is known as a whole. */
class EventOrderTest {
  private static final int KEYS = 400;
  private static final int WRITERS = 4;

  /** What is watched, and the same as a predicate over name and colour. */
  private static final Map<String, BiPredicate<String, String>> SELECTIONS =
      Map.of(
          "", (name, color) -> true,
          "&labelSelector=color%3Dred", (name, color) -> color.equals("red"),
          "&labelSelector=color+notin+(red,blue)", (name, color) -> color.equals("green"),
          "&fieldSelector=metadata.name%3Dobject-7", (name, color) -> name.equals("object-7"),
          "&labelSelector=color&fieldSelector=metadata.name!%3Dobject-7",
              (name, color) -> !name.equals("object-7"));

  private static final ServedResource CONFIG_MAPS =
      BuiltInResources.all().stream()
          .filter(resource -> resource.type().plural().equals("configmaps"))
          .findFirst()
          .orElseThrow();

  @Test
  void showsAHundredThousandEventsInOrder() throws Exception {
    assertTrue(comparedEvents(4, 16_000) >= 100_000);
  }

  @Test
  @Tag("proof")
  void showsTenMillionEventsInOrder() throws Exception {
    assertTrue(comparedEvents(16, 450_000) >= 10_000_000);
  }

  @Test
  void leadsFromSomeStatesToTheLast() throws Exception {
    leadsFromListsToTheLastState(4_000, 200);
  }

  @Test
  @Tag("proof")
  void leadsFromEveryStateToTheLast() throws Exception {
    leadsFromListsToTheLastState(8_000, 1);
  }

  @Test
  void endsAWatchWhoseResourceWentWhileItBegan() throws Exception {
    try (ObjectStore store = store(1);
        WatchCache cache = WatchCache.load(store, new CacheLimits(2, Long.MAX_VALUE, 1));
        WatchSessions sessions =
            new WatchSessions(
                cache,
                Clock.systemUTC(),
                new WatchLength(Duration.ofMinutes(30), new Random(1)),
                new TrafficFigures(),
                resource -> false)) {
      cache.follow();

      RecordedEvents stream = watch(sessions, "", 0);

      Awaitility.await().until(stream::ended);
    }
  }

  /** Starts watches while it is written, and compares all that they show with what was written. */
  private static long comparedEvents(int rounds, int writes) throws Exception {
    try (ObjectStore store = store(writes);
        WatchCache cache = WatchCache.load(store, new CacheLimits(writes + 1, Long.MAX_VALUE, 1));
        WatchSessions sessions =
            new WatchSessions(
                cache,
                Clock.systemUTC(),
                new WatchLength(Duration.ofMinutes(30), new Random(1)),
                new TrafficFigures(),
                resource -> true)) {
      cache.follow();
      KnownLog log = new KnownLog(store, KEYS, writes);
      List<Watched> watches = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        for (String selection : SELECTIONS.keySet()) {
          long after = log.latest();
          // a watch from a revision that is not there for seconds would be refused
          cache.awaitVisible(after);
          watches.add(new Watched(selection, after, watch(sessions, selection, after)));
        }
        log.write(WRITERS, writes / rounds, round);
      }
      long compared = 0;
      for (Watched watch : watches) {
        long[] expected = log.expected(watch.after(), selection(watch.selection()));
        watch.stream().await(expected.length);
        assertArrayEquals(expected, watch.stream().events(), watch::selection);
        compared += expected.length;
      }
      return compared;
    }
  }

  private static void leadsFromListsToTheLastState(int writes, int step) throws Exception {
    try (ObjectStore store = store(writes);
        WatchCache cache = WatchCache.load(store, new CacheLimits(writes + 1, Long.MAX_VALUE, 1));
        WatchSessions sessions =
            new WatchSessions(
                cache,
                Clock.systemUTC(),
                new WatchLength(Duration.ofMinutes(30), new Random(1)),
                new TrafficFigures(),
                resource -> true)) {
      cache.follow();
      KnownLog log = new KnownLog(store, KEYS, writes);
      log.write(WRITERS, writes, 42);
      cache.awaitLatest();
      ResourceCache objects = cache.of("", "configmaps");
      for (String selection : SELECTIONS.keySet()) {
        Predicate<CachedObject> filter = filter(selection);
        Map<String, Long> last = state(objects.list(ListScope.all(""), filter));
        for (long from = log.beginning(); from <= log.latest(); from += step) {
          Map<String, Long> replayed = state(objects.listAt(from, ListScope.all(""), filter));
          RecordedEvents watch = watch(sessions, selection, from);
          watch.await(log.expected(from, selection(selection)).length);
          watch.replay(replayed);
          watch.leave();
          assertEquals(last, replayed, selection + " from " + from);
        }
      }
    }
  }

  private static Map<String, Long> state(ResourceCache.Page page) {
    Map<String, Long> state = new TreeMap<>();
    page.items().forEach(object -> state.put(object.name(), object.revision()));
    return state;
  }

  private static ObjectStore store(int writes) {
    return new MemoryObjectStore(new WindowLimits(writes + 1, Long.MAX_VALUE), 1 << 20);
  }

  private static Predicate<CachedObject> filter(String selection) {
    BiPredicate<String, String> chosen = selection(selection);
    return object -> chosen.test(object.name(), object.labels().getOrDefault("color", ""));
  }

  private static BiPredicate<String, String> selection(String selection) {
    return Optional.ofNullable(SELECTIONS.get(selection)).orElseThrow();
  }

  private static RecordedEvents watch(WatchSessions sessions, String selection, long after)
      throws IOException {
    ResourcePath target =
        ResourcePath.parse("/api/v1/namespaces/" + KnownLog.NAMESPACE + "/configmaps")
            .orElseThrow();
    Query query = Query.parse("watch=true&resourceVersion=" + after + selection);
    if (!(ApiRequest.parse("GET", target, query, "") instanceof ApiRequest.Watch request)) {
      throw new IllegalStateException("not a watch");
    }
    RecordedEvents stream = new RecordedEvents();
    Call call = new Call(User.ANONYMOUS, CONFIG_MAPS, target, warning -> {});
    sessions.start(exchange(stream), call, request.options(), "", "");
    return stream;
  }

  /** An exchange that only opens streams. */
  @SuppressWarnings("unchecked")
  private static Exchange exchange(EventStream stream) {
    return (Exchange)
        Proxy.newProxyInstance(
            EventOrderTest.class.getClassLoader(),
            new Class<?>[] {Exchange.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "headers" -> List.of();
                  case "header" -> Optional.empty();
                  case "startEvents" -> {
                    ((Consumer<EventStream>) arguments[2]).accept(stream);
                    yield null;
                  }
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private record Watched(String selection, long after, RecordedEvents stream) {}
}
