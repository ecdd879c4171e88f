package io.mkube.apiserver.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.rules.DelegatingRules;
import io.mkube.apiserver.rules.KindRules;

/**
 * Rules of a kind together with what depends on other objects.
 *
 * @param rules what one object can tell
 * @param completion what others add
 */
record CompletedRules(KindRules rules, WriteCompletion completion) implements DelegatingRules {
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
}
