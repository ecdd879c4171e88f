package io.mkube.iso9660.patch;

import java.time.Instant;

/**
 * How changes are made.
 *
 * @param time date of what is added; what is replaced keeps its dates, so that equal input is equal
 *     output
 * @param wipe whether content that nothing names any longer is overwritten with zeros: it may have
 *     been a secret
 * @param hardLinks what becomes of other names of a content that is replaced
 */
public record PatchOptions(Instant time, boolean wipe, HardLinks hardLinks) {
  /** Dates of 1970, content is wiped, other names keep what they had. */
  public static final PatchOptions DEFAULT = new PatchOptions(Instant.EPOCH, true, HardLinks.SPLIT);

  /** What becomes of other names of a content that is replaced. */
  public enum HardLinks {
    /** They keep what they had. */
    SPLIT,
    /** They get the new content too. */
    FOLLOW
  }

  public PatchOptions withTime(Instant date) {
    return new PatchOptions(date, wipe, hardLinks);
  }

  public PatchOptions withWipe(boolean wiped) {
    return new PatchOptions(time, wiped, hardLinks);
  }

  public PatchOptions withHardLinks(HardLinks links) {
    return new PatchOptions(time, wipe, links);
  }
}
