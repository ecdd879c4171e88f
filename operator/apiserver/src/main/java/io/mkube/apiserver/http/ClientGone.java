package io.mkube.apiserver.http;

import java.util.ArrayList;
import java.util.List;

/** Tells listeners once that the client went away. Thread-safe. */
final class ClientGone {
  private final List<Runnable> listeners = new ArrayList<>();
  private boolean gone;

  void tell() {
    List<Runnable> told;
    synchronized (listeners) {
      if (gone) {
        return;
      }
      gone = true;
      told = List.copyOf(listeners);
    }
    told.forEach(Runnable::run);
  }

  void add(Runnable listener) {
    synchronized (listeners) {
      if (!gone) {
        listeners.add(listener);
        return;
      }
    }
    listener.run();
  }
}
