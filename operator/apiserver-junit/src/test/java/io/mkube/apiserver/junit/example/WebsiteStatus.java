package io.mkube.apiserver.junit.example;

/** What is the case. */
public final class WebsiteStatus {
  private boolean ready;
  private Long observedGeneration;

  public boolean isReady() {
    return ready;
  }

  public void setReady(boolean ready) {
    this.ready = ready;
  }

  public Long getObservedGeneration() {
    return observedGeneration;
  }

  public void setObservedGeneration(Long observedGeneration) {
    this.observedGeneration = observedGeneration;
  }
}
