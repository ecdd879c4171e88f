package io.mkube.apiserver.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.schema.NameRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Rules that hand on to others what they do not decide themselves. */
public interface DelegatingRules extends KindRules {
  /** The rules that decide the rest. */
  KindRules rules();

  @Override
  default void prepareForCreate(ObjectNode object) {
    rules().prepareForCreate(object);
  }

  @Override
  default void prepareForUpdate(ObjectNode object, ObjectNode old) {
    rules().prepareForUpdate(object, old);
  }

  @Override
  default KindRules ofSubresource(String subresource) {
    KindRules others = rules().ofSubresource(subresource);
    return others.equals(rules()) ? this : others;
  }

  @Override
  default NameRule nameRule() {
    return rules().nameRule();
  }

  @Override
  default boolean tracksGeneration() {
    return rules().tracksGeneration();
  }

  @Override
  default boolean showsRemoved() {
    return rules().showsRemoved();
  }

  @Override
  default boolean allowsCreateOnUpdate() {
    return rules().allowsCreateOnUpdate();
  }

  @Override
  default boolean allowsUnconditionalUpdate() {
    return rules().allowsUnconditionalUpdate();
  }

  @Override
  default void applyDefaults(ObjectNode object) {
    rules().applyDefaults(object);
  }

  @Override
  default void prepareForStatusUpdate(ObjectNode object, ObjectNode old) {
    rules().prepareForStatusUpdate(object, old);
  }

  @Override
  default List<FieldError> validateCreate(ObjectNode object) {
    return rules().validateCreate(object);
  }

  @Override
  default List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    return rules().validateUpdate(object, old);
  }

  @Override
  default List<FieldError> validateStatusUpdate(ObjectNode object, ObjectNode old) {
    return rules().validateStatusUpdate(object, old);
  }

  @Override
  default Map<String, Function<ObjectNode, String>> fieldSelectors() {
    return rules().fieldSelectors();
  }

  @Override
  default List<String> warnings(ObjectNode object) {
    return rules().warnings(object);
  }

  @Override
  default List<String> warningsOfUpdate(ObjectNode object, ObjectNode old) {
    return rules().warningsOfUpdate(object, old);
  }

  @Override
  default Optional<ScalePaths> scale() {
    return rules().scale();
  }
}
