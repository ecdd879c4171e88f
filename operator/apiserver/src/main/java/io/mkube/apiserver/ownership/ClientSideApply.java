package io.mkube.apiserver.ownership;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.fieldset.FieldSet;
import io.mkube.apiserver.merge.Comparison;
import io.mkube.apiserver.merge.FieldSets;
import io.mkube.apiserver.object.JsonBody;
import io.mkube.apiserver.object.ObjectMetadata;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The way from {@code kubectl apply} to {@code kubectl apply --server-side}: what the annotation of
 * the former says and the object still has, kubectl owns.
 */
final class ClientSideApply {
  /** The only manager that this concerns. */
  static final String MANAGER = "kubectl";

  private static final String ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";
  private static final int MAX_ANNOTATIONS = 256 << 10;

  private ClientSideApply() {}

  /**
   * Returns if all conflicts are about fields that kubectl owns by the annotation.
   *
   * @throws ApplyConflictException with the conflicts that are left
   */
  static void requireOwned(ObjectShape shape, ObjectNode live, ApplyConflictException conflict)
      throws ApplyConflictException {
    FieldSet allowed = owned(shape, live);
    Map<Manager, FieldSet> left = new LinkedHashMap<>();
    conflict
        .conflicts()
        .forEach(
            (manager, fields) -> {
              FieldSet rest = fields.difference(allowed);
              if (!rest.isEmpty()) {
                left.put(manager, rest);
              }
            });
    if (!left.isEmpty()) {
      throw new ApplyConflictException(left);
    }
  }

  /** Writes the annotation anew where there is one, so that client-side apply goes on working. */
  static void refresh(Writer writer, ObjectNode object, ObjectNode config) {
    if (!writer.manager().equals(MANAGER) || lastApplied(object).isEmpty()) {
      return;
    }
    ObjectNode said = config.deepCopy();
    if (said.path("metadata").path("annotations") instanceof ObjectNode annotations) {
      annotations.remove(ANNOTATION);
    }
    ObjectNode metadata = ObjectMetadata.of(object).node().deepCopy();
    ObjectNode annotations = metadata.withObject("/annotations");
    annotations.put(ANNOTATION, said + "\n");
    int size = 0;
    for (var entry : annotations.properties()) {
      size += bytes(entry.getKey()) + bytes(entry.getValue().asText());
    }
    if (size > MAX_ANNOTATIONS) {
      annotations.remove(ANNOTATION);
    }
    object.set("metadata", metadata);
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static FieldSet owned(ObjectShape shape, ObjectNode live) {
    Optional<ObjectNode> last = lastApplied(live).flatMap(ClientSideApply::parse);
    if (last.isEmpty() || !last.get().path("apiVersion").asText().equals(shape.apiVersion())) {
      return FieldSet.EMPTY;
    }
    Comparison comparison = Comparison.of(shape.type(), last.get(), live);
    return FieldSets.specified(shape.type(), last.get())
        .difference(comparison.modified())
        .difference(comparison.added())
        .difference(comparison.removed());
  }

  private static Optional<String> lastApplied(ObjectNode object) {
    String text = object.path("metadata").path("annotations").path(ANNOTATION).asText("");
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private static Optional<ObjectNode> parse(String text) {
    try {
      return JsonBody.parse(text.getBytes(StandardCharsets.UTF_8)).value() instanceof ObjectNode o
          ? Optional.of(o)
          : Optional.empty();
    } catch (IOException e) {
      // Somebody has broken the annotation: then it says nothing about who owns what.
      return Optional.empty();
    }
  }
}
