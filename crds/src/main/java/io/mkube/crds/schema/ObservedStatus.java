package io.mkube.crds.schema;

import org.jspecify.annotations.Nullable;

/**
 * A status that readers never meet as null. While nothing is known it is left out of the JSON, so
 * that a patch made from the difference of two versions fits an object without status.
 */
public interface ObservedStatus {
  /** Whether no field is set. */
  boolean nothingKnown();

  /** What Jackson asks whether to leave a status out: it is "equal" to one that says nothing. */
  final class LeftOut {
    @Override
    public boolean equals(@Nullable Object status) {
      return status == null || (status instanceof ObservedStatus s && s.nothingKnown());
    }

    @Override
    public int hashCode() {
      return 0;
    }
  }
}
