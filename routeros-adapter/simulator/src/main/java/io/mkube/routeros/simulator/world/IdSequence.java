package io.mkube.routeros.simulator.world;

/** Hands out row ids; some menus share one. Guarded by the world's lock. */
public final class IdSequence {
  private final String name;
  private long last;

  IdSequence(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  RowId next() {
    return new RowId(++last);
  }

  void atLeast(long number) {
    last = Math.max(last, number);
  }

  long last() {
    return last;
  }
}
