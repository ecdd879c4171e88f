package io.mkube.apiserver.answer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.mkube.apiserver.cache.CachedObject;
import io.mkube.apiserver.resource.BuiltInResources;
import io.mkube.apiserver.resource.ServedResource;
import io.mkube.store.StoreKey;
import io.mkube.store.encoding.Value;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RecentAnswersTest {
  private static final ServedResource CONFIG_MAPS = resource("configmaps");
  private static final ServedResource SECRETS = resource("secrets");
  private final RecentAnswers recent = new RecentAnswers(RecentAnswersTest::bytes);

  @Test
  void keepsTheBytesOfAnObject() {
    CachedObject object = object("a", 7, "one");

    byte[] first = recent.of(CONFIG_MAPS, object);

    assertEquals(
        """
        {"metadata":{"resourceVersion":"7","name":"a"},"data":{"k":"one"}}
        """,
        new String(first, StandardCharsets.UTF_8));
    assertSame(first, recent.of(CONFIG_MAPS, object));
  }

  @Test
  void answersTheChangedObjectOnceItIsThere() {
    CachedObject before = object("a", 7, "one");
    CachedObject after = object("a", 7 + 64, "two");
    byte[] old = recent.of(CONFIG_MAPS, before);

    byte[] changed = recent.of(CONFIG_MAPS, after);

    assertArrayEquals(bytes(CONFIG_MAPS, after), changed);
    assertArrayEquals(old, recent.of(CONFIG_MAPS, before));
  }

  @Test
  void takesNoObjectForAnotherOfTheSameRevision() {
    CachedObject one = object("a", 7, "one");
    CachedObject two = object("b", 7, "two");
    byte[] first = recent.of(CONFIG_MAPS, one);

    assertArrayEquals(bytes(CONFIG_MAPS, two), recent.of(CONFIG_MAPS, two));
    assertNotSame(first, recent.of(SECRETS, one));
  }

  @Test
  void doesNotKeepLargeOnes() {
    CachedObject large = object("a", 7, "x".repeat(9_000));

    assertNotSame(recent.of(CONFIG_MAPS, large), recent.of(CONFIG_MAPS, large));
  }

  private static byte[] bytes(ServedResource resource, CachedObject object) {
    return resource.encode(object, new byte[0], new byte[] {'\n'});
  }

  private static CachedObject object(String name, long revision, String value) {
    String json = "{\"metadata\":{\"name\":\"" + name + "\"},\"data\":{\"k\":\"" + value + "\"}}";
    return CachedObject.of(
        new StoreKey("", "configmaps", "default", name),
        revision,
        "uid-" + name,
        Value.of(json.getBytes(StandardCharsets.UTF_8)));
  }

  private static ServedResource resource(String plural) {
    return BuiltInResources.all().stream()
        .filter(each -> each.type().plural().equals(plural))
        .findFirst()
        .orElseThrow();
  }
}
