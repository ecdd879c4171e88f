package io.mkube.apiserver.builtin;

import static io.mkube.apiserver.builtin.KindSamples.created;
import static io.mkube.apiserver.builtin.KindSamples.least;
import static io.mkube.apiserver.builtin.KindSamples.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.rules.BuiltInKind;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every built-in kind. */
final class BuiltInKindsTest {
  static Stream<BuiltInKind> kinds() {
    return BuiltInKinds.all().stream();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void takeTheLeastObjectAndSettleAtOnce(BuiltInKind kind) {
    ObjectNode object = least(kind);

    List<String> findings = created(kind, object);

    assertEquals(List.of(), findings);
    ObjectNode again = object.deepCopy();
    assertEquals(List.of(), kind.schema().prune(again));
    kind.rules().applyDefaults(again);
    kind.rules().prepareForUpdate(again, object);
    assertEquals(object, again);
    assertEquals(List.of(), texts(kind.rules().validateUpdate(again, object)));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void keepTheStatusOutOfTheMainResource(BuiltInKind kind) {
    if (!kind.type().hasSubresource("status")) {
      return;
    }
    ObjectNode old = least(kind);
    created(kind, old);
    ObjectNode changed = old.deepCopy();
    changed.putObject("status").put("invented", true);
    changed.withObject("metadata").putObject("annotations").put("a", "b");

    kind.rules().prepareForUpdate(changed, old);

    assertEquals(old.path("status"), changed.path("status"));
    assertEquals("b", changed.path("metadata").path("annotations").path("a").asText());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void keepTheSpecOutOfTheStatus(BuiltInKind kind) {
    if (!kind.type().hasSubresource("status")) {
      return;
    }
    ObjectNode old = least(kind);
    created(kind, old);
    ObjectNode changed = old.deepCopy();
    changed.putObject("spec").put("invented", true);
    changed.put("more", 1);
    changed.putObject("status").put("phase", "Known");

    kind.rules().prepareForStatusUpdate(changed, old);

    assertEquals(old.path("spec"), changed.path("spec"));
    assertTrue(changed.path("more").isMissingNode());
    assertEquals("Known", changed.path("status").path("phase").asText());
  }

  @Test
  void areListedOnceAndInOrder() {
    List<String> names =
        BuiltInKinds.all().stream()
            .map(kind -> kind.type().qualifiedName() + " " + kind.type().kind().version())
            .toList();

    assertEquals(names.stream().distinct().toList(), names);
    assertEquals("configmaps v1", names.getFirst());
    assertEquals(51, names.size());
  }
}
