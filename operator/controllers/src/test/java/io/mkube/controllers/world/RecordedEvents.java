package io.mkube.controllers.world;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.mkube.controllers.status.EventRecorder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps events as {@code reason message}. */
public final class RecordedEvents implements EventRecorder {
  private final List<String> all = new CopyOnWriteArrayList<>();

  @Override
  public void normal(HasMetadata about, String reason, String message) {
    all.add(reason + " " + message);
  }

  @Override
  public void warning(HasMetadata about, String reason, String message) {
    all.add(reason + " " + message);
  }

  public List<String> all() {
    return List.copyOf(all);
  }
}
