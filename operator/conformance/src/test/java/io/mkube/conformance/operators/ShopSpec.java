package io.mkube.conformance.operators;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is wanted of a shop. */
public final class ShopSpec {
  private @Nullable String greeting;
  private @Nullable Integer replicas;
  private @Nullable Boolean exposed;
  private List<String> shelves = new ArrayList<>();

  public @Nullable String getGreeting() {
    return greeting;
  }

  public void setGreeting(@Nullable String greeting) {
    this.greeting = greeting;
  }

  public @Nullable Integer getReplicas() {
    return replicas;
  }

  public void setReplicas(@Nullable Integer replicas) {
    this.replicas = replicas;
  }

  public @Nullable Boolean getExposed() {
    return exposed;
  }

  public void setExposed(@Nullable Boolean exposed) {
    this.exposed = exposed;
  }

  public List<String> getShelves() {
    return shelves;
  }

  public void setShelves(List<String> shelves) {
    this.shelves = shelves;
  }
}
