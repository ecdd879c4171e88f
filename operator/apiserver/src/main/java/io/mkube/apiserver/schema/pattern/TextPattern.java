package io.mkube.apiserver.schema.pattern;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;

/**
 * A regular expression of RE2, the dialect of Kubernetes: the time of a match grows with the text
 * only. Immutable.
 */
public final class TextPattern {
  private static final int MAX_LENGTH = 10_000;

  private final Pattern pattern;

  private TextPattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /** Reads an expression; empty when it is none, see {@link #fault}. */
  public static Optional<TextPattern> parse(String source) {
    try {
      return Optional.of(new TextPattern(compile(source)));
    } catch (PatternSyntaxException e) {
      return Optional.empty();
    }
  }

  /** What is wrong with an expression, in the words of Go; empty for a good one. */
  public static Optional<String> fault(String source) {
    try {
      compile(source);
      return Optional.empty();
    } catch (PatternSyntaxException e) {
      return Optional.of(
          "error parsing regexp: %s: `%s`".formatted(e.getDescription(), e.getPattern()));
    }
  }

  private static Pattern compile(String source) {
    if (source.length() > MAX_LENGTH) {
      throw new PatternSyntaxException("expression too large", source.substring(0, 100) + "...");
    }
    ExpressionSize.check(source);
    return Pattern.compile(source);
  }

  /** The expression as it was written. */
  public String source() {
    return pattern.pattern();
  }

  /** Whether any part of a text fits. */
  public boolean isIn(String text) {
    return pattern.matcher(text).find();
  }
}
