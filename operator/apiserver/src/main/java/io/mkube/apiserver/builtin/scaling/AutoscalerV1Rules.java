package io.mkube.apiserver.builtin.scaling;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.FieldError;
import io.mkube.apiserver.rules.StatusKindRules;
import io.mkube.apiserver.rules.Trees;
import java.util.List;

/** Horizontal pod autoscalers of {@code autoscaling/v1}, judged by what they are in {@code v2}. */
final class AutoscalerV1Rules implements StatusKindRules {
  private final AutoscalerRules rules = new AutoscalerRules();

  @Override
  public void applyDefaults(ObjectNode object) {
    Trees.defaultNumber(Trees.child(object, "spec"), "minReplicas", 1);
  }

  @Override
  public void prepareForCreate(ObjectNode object) {
    object.putObject("status").put("currentReplicas", 0).put("desiredReplicas", 0);
  }

  @Override
  public List<FieldError> validateCreate(ObjectNode object) {
    return rules.validateCreate(AutoscalerViews.toV2(object));
  }

  @Override
  public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
    return validateCreate(object);
  }

  @Override
  public List<FieldError> validateStatusUpdate(ObjectNode object, ObjectNode old) {
    return rules.validateStatusUpdate(object, old);
  }
}
