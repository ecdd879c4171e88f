package io.mkube.iso9660.derive;

/**
 * Is told how far a derivation has come, in the thread that derives, at least every 64 MiB.
 * Whatever it throws cancels the derivation and reaches the caller; nothing of the target is left
 * then. A {@link java.util.concurrent.CancellationException} says what it means.
 */
@FunctionalInterface
public interface DeriveListener {
  /** A listener that does not listen. */
  DeriveListener NONE = (phase, done, total) -> {};

  /** What takes time. */
  enum Phase {
    /** A checksum is computed: told when the base has been copied and that takes longer. */
    CHECKSUM,
    /** The base is copied. */
    COPY
  }

  /**
   * Some bytes have been worked on.
   *
   * @param done bytes so far in this phase
   * @param total bytes of the phase
   */
  void advanced(Phase phase, long done, long total);
}
