package io.mkube.apiserver.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.schema.NameRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What one built-in kind does to its objects on the way into the store, beside its schema. Methods
 * change only the first argument. Implementations are immutable and safe for concurrent use.
 *
 * <p>A create passes through {@link #applyDefaults}, {@link #prepareForCreate}, {@link
 * #validateCreate}, {@link #completeNew}; an update through {@link #applyDefaults}, {@link
 * #prepareForUpdate}, {@link #validateUpdate}; a write of the status subresource through {@link
 * #applyDefaults}, {@link #prepareForStatusUpdate}, {@link #validateStatusUpdate}. Metadata is
 * checked apart, by {@link io.mkube.apiserver.schema.MetadataRules} with {@link #nameRule}.
 */
public interface KindRules {
  /** What names may look like. */
  default NameRule nameRule() {
    return NameRule.DNS_SUBDOMAIN;
  }

  /** Whether {@code metadata.generation} counts the changes of the kind's desired state. */
  default boolean tracksGeneration() {
    return false;
  }

  /** Whether a change of annotations is a new generation as well. */
  default boolean countsAnnotations() {
    return false;
  }

  /** Whether a PUT of a missing object creates it. */
  default boolean allowsCreateOnUpdate() {
    return false;
  }

  /** Whether a PUT without {@code metadata.resourceVersion} overwrites whatever is stored. */
  default boolean allowsUnconditionalUpdate() {
    return true;
  }

  /** Whether a DELETE that removes the object at once answers with it instead of a Status. */
  default boolean showsRemoved() {
    return false;
  }

  /** Fills what clients may leave out. Safe to repeat. */
  default void applyDefaults(ObjectNode object) {}

  /** Drops what a create may not set, such as the status, and sets initial state. */
  default void prepareForCreate(ObjectNode object) {}

  /** Fills what a new object has although a create may not set it; after all checks. */
  default void completeNew(ObjectNode object) {}

  /** Takes from {@code old} what an update of the main resource may not change. */
  default void prepareForUpdate(ObjectNode object, ObjectNode old) {}

  /** Takes from {@code old} everything that a write of the status may not change. */
  default void prepareForStatusUpdate(ObjectNode object, ObjectNode old) {}

  /** Checks a new object. */
  default List<FieldError> validateCreate(ObjectNode object) {
    return List.of();
  }

  /** Checks a changed object against the stored one. */
  default List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    return List.of();
  }

  /** Checks a changed status against the stored object. */
  default List<FieldError> validateStatusUpdate(ObjectNode object, ObjectNode old) {
    return List.of();
  }

  /**
   * Field selectors beside {@code metadata.name} and {@code metadata.namespace}: label to the value
   * in an object, {@code ""} when it has none.
   */
  default Map<String, Function<ObjectNode, String>> fieldSelectors() {
    return Map.of();
  }

  /** Texts for {@code Warning} headers of an answer to the create of {@code object}. */
  default List<String> warnings(ObjectNode object) {
    return List.of();
  }

  /** The same for a change of {@code old}. */
  default List<String> warningsOfUpdate(ObjectNode object, ObjectNode old) {
    return warnings(object);
  }

  /** The rules for an update of a subresource that is neither the status nor the whole. */
  default KindRules ofSubresource(String subresource) {
    return this;
  }

  /** Where the {@code scale} subresource finds its numbers; empty for kinds without it. */
  default Optional<ScalePaths> scale() {
    return Optional.empty();
  }
}
