package io.mkube.controllers.ownership;

import java.util.Optional;

/** Whose a row is, seen from one object. */
public sealed interface Owner {
  /** The object's own. */
  record Ours() implements Owner {}

  /**
   * Made for an object of the same name that was deleted and created again; the row is taken over.
   *
   * @param uid uid of the former object
   */
  record AdoptedFromOldUid(String uid) implements Owner {}

  /**
   * Another object's, of this cluster or another one; never touched.
   *
   * @param marker its marker
   */
  record OwnedElsewhere(Marker marker) implements Owner {}

  /** Without marker, made by a person or another program; never touched. */
  record Foreign() implements Owner {}

  /** Judges a row by its comment. */
  static Owner of(String comment, Marker mine) {
    return of(Marker.parse(comment), mine);
  }

  /** Judges a row by its marker. */
  static Owner of(Optional<Marker> found, Marker mine) {
    if (found.isEmpty()) {
      return new Foreign();
    }
    Marker marker = found.get();
    if (marker.equals(mine)) {
      return new Ours();
    }
    return marker.sameObject(mine)
        ? new AdoptedFromOldUid(marker.uid())
        : new OwnedElsewhere(marker);
  }

  /** Whether the object may change and remove the row. */
  default boolean mayTouch() {
    return switch (this) {
      case Ours o -> true;
      case AdoptedFromOldUid o -> true;
      case OwnedElsewhere o -> false;
      case Foreign o -> false;
    };
  }
}
