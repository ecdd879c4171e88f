package io.mkube.conformance.operators;

import org.jspecify.annotations.Nullable;

/** What is known of a shop. */
public final class ShopStatus {
  private @Nullable Integer readyReplicas;
  private @Nullable String price;
  private @Nullable Long observedGeneration;

  public @Nullable Integer getReadyReplicas() {
    return readyReplicas;
  }

  public void setReadyReplicas(@Nullable Integer readyReplicas) {
    this.readyReplicas = readyReplicas;
  }

  public @Nullable String getPrice() {
    return price;
  }

  public void setPrice(@Nullable String price) {
    this.price = price;
  }

  public @Nullable Long getObservedGeneration() {
    return observedGeneration;
  }

  public void setObservedGeneration(@Nullable Long observedGeneration) {
    this.observedGeneration = observedGeneration;
  }
}
