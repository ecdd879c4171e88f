package io.mkube.apiserver.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.KindRules;
import io.mkube.apiserver.rules.ScalePaths;
import io.mkube.apiserver.schema.NameRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Rules of a kind together with what depends on other objects.
 *
 * @param rules what one object can tell
 * @param completion what others add
 */
record CompletedRules(KindRules rules, WriteCompletion completion) implements KindRules {
  @Override
  public void prepareForCreate(ObjectNode object) {
    completion.onCreate(object);
    rules.prepareForCreate(object);
  }

  @Override
  public void prepareForUpdate(ObjectNode object, ObjectNode old) {
    rules.prepareForUpdate(object, old);
    completion.onUpdate(object, old);
  }

  @Override
  public NameRule nameRule() {
    return rules.nameRule();
  }

  @Override
  public boolean tracksGeneration() {
    return rules.tracksGeneration();
  }

  @Override
  public boolean showsRemoved() {
    return rules.showsRemoved();
  }

  @Override
  public boolean allowsCreateOnUpdate() {
    return rules.allowsCreateOnUpdate();
  }

  @Override
  public boolean allowsUnconditionalUpdate() {
    return rules.allowsUnconditionalUpdate();
  }

  @Override
  public void applyDefaults(ObjectNode object) {
    rules.applyDefaults(object);
  }

  @Override
  public void prepareForStatusUpdate(ObjectNode object, ObjectNode old) {
    rules.prepareForStatusUpdate(object, old);
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    return rules.validateCreate(object);
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    return rules.validateUpdate(object, old);
  }

  @Override
  public List<FieldError> validateStatusUpdate(ObjectNode object, ObjectNode old) {
    return rules.validateStatusUpdate(object, old);
  }

  @Override
  public Map<String, Function<ObjectNode, String>> fieldSelectors() {
    return rules.fieldSelectors();
  }

  @Override
  public List<String> warnings(ObjectNode object) {
    return rules.warnings(object);
  }

  @Override
  public Optional<ScalePaths> scale() {
    return rules.scale();
  }
}
