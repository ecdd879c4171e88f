package io.mkube.controllers.status;

import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * Tells people what happened to an object. Never fails and never blocks the caller: an event that
 * cannot be written is lost. Thread-safe.
 */
public interface EventRecorder {
  /**
   * Something went as it should.
   *
   * @param about object that the event is shown with
   * @param reason CamelCase reason
   * @param message sentence without secrets
   */
  void normal(HasMetadata about, String reason, String message);

  /** Something went wrong; parameters as for {@link #normal}. */
  void warning(HasMetadata about, String reason, String message);
}
