package io.mkube.apiserver.schema.pattern;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression of the RE2 dialect that Kubernetes uses, matched with a bounded effort:
 * {@code java.util.regex} backtracks, RE2 does not.
 */
public final class BoundedPattern {
  /** Characters that one match may look at; more is taken for a runaway match. */
  private static final int MAX_STEPS = 2_000_000;

  private static final int MAX_PATTERN_LENGTH = 10_000;

  private final String source;
  private final Pattern pattern;

  private BoundedPattern(String source, Pattern pattern) {
    this.source = source;
    this.pattern = pattern;
  }

  /** Outcomes of a match. */
  public enum Outcome {
    MATCHES,
    DIFFERS,
    /** The match was given up. */
    TOO_COSTLY
  }

  /** Reads an expression; empty when it is none of RE2. */
  public static Optional<BoundedPattern> parse(String source) {
    if (source.length() > MAX_PATTERN_LENGTH) {
      return Optional.empty();
    }
    try {
      return Re2Syntax.toJava(source)
          .map(java -> new BoundedPattern(source, Pattern.compile(java, Pattern.UNIX_LINES)));
    } catch (PatternSyntaxException e) {
      return Optional.empty();
    }
  }

  /** The expression as it was written. */
  public String source() {
    return source;
  }

  /** Looks for the expression anywhere in a text. */
  public Outcome find(String text) {
    try {
      return pattern.matcher(new CountedText(text, 0, text.length(), new int[] {MAX_STEPS})).find()
          ? Outcome.MATCHES
          : Outcome.DIFFERS;
    } catch (Exhausted | StackOverflowError e) {
      // java.util.regex recurses once for each repetition of a group: long input can end the stack
      // before it ends the steps, and nothing is left half-done by that.
      return Outcome.TOO_COSTLY;
    }
  }

  private static final class Exhausted extends RuntimeException {
    private static final long serialVersionUID = 1;

    Exhausted() {
      super("the match was given up", null, false, false);
    }
  }

  /** A text that counts how often it is looked at. */
  private record CountedText(String text, int start, int end, int[] left) implements CharSequence {
    @Override
    public int length() {
      return end - start;
    }

    @Override
    public char charAt(int index) {
      if (--left[0] < 0) {
        throw new Exhausted();
      }
      return text.charAt(start + index);
    }

    @Override
    public CharSequence subSequence(int from, int to) {
      return new CountedText(text, start + from, start + to, left);
    }

    @Override
    public String toString() {
      return text.substring(start, end);
    }
  }
}
