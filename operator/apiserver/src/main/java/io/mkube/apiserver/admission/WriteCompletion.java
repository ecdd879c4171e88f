package io.mkube.apiserver.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.error.ApiException;

/**
 * What other objects of the cluster add to an object on its way into the store. Implementations are
 * thread-safe and change only the first argument.
 */
interface WriteCompletion {
  /**
   * Completes a new object after its defaults and before its validation.
   *
   * @throws ApiException if the other objects do not permit it
   */
  void onCreate(ObjectNode object);

  /** Completes a changed object, likewise. */
  default void onUpdate(ObjectNode object, ObjectNode old) {}
}
