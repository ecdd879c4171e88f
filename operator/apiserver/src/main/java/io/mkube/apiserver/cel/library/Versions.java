package io.mkube.apiserver.cel.library;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.cel.common.types.SimpleType;
import io.mkube.apiserver.cel.library.FunctionSet.Argument;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** {@code semver()} with what belongs to it. */
final class Versions {
  private static final Argument<Version> A_VERSION = new Argument<>(Types.SEMVER, Version.class);

  private Versions() {}

  static void addTo(FunctionSet set) {
    set.global(
        "semver",
        "string_to_semver",
        Types.SEMVER,
        SimpleType.STRING,
        String.class,
        text ->
            Networks.required(
                Version.parse(text), "semver parse error during conversion from string"));
    set.global(
        "isSemver",
        "is_semver_string",
        SimpleType.BOOL,
        SimpleType.STRING,
        String.class,
        text -> Version.parse(text).isPresent());
    set.member(
        "major",
        "semver_major",
        SimpleType.INT,
        Types.SEMVER,
        Version.class,
        version -> version.number(0));
    set.member(
        "minor",
        "semver_minor",
        SimpleType.INT,
        Types.SEMVER,
        Version.class,
        version -> version.number(1));
    set.member(
        "patch",
        "semver_patch",
        SimpleType.INT,
        Types.SEMVER,
        Version.class,
        version -> version.number(2));
    set.member(
        "isLessThan",
        "semver_is_less_than",
        SimpleType.BOOL,
        A_VERSION,
        A_VERSION,
        (a, b) -> a.compareTo(b) < 0);
    set.member(
        "isGreaterThan",
        "semver_is_greater_than",
        SimpleType.BOOL,
        A_VERSION,
        A_VERSION,
        (a, b) -> a.compareTo(b) > 0);
    set.member(
        "compareTo",
        "semver_compare_to",
        SimpleType.INT,
        A_VERSION,
        A_VERSION,
        (a, b) -> (long) Integer.signum(a.compareTo(b)));
  }

  /**
   * A semantic version; what follows a plus sign does not count.
   *
   * @param numbers major, minor and patch
   * @param preRelease parts of the pre-release, empty for a release
   */
  record Version(List<BigInteger> numbers, List<String> preRelease) implements Comparable<Version> {
    private static final Pattern SYNTAX =
        Pattern.compile(
            "(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)"
                + "(?:-((?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)"
                + "(?:\\.(?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*))*))?"
                + "(?:\\+[0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*)?");

    static Optional<Version> parse(String text) {
      Matcher matcher = SYNTAX.matcher(text);
      if (!matcher.matches()) {
        return Optional.empty();
      }
      String preRelease = matcher.group(4);
      Version version =
          new Version(
              List.of(
                  new BigInteger(matcher.group(1)),
                  new BigInteger(matcher.group(2)),
                  new BigInteger(matcher.group(3))),
              preRelease == null ? List.of() : List.of(preRelease.split("\\.")));
      boolean tooGreat = version.numbers.stream().anyMatch(number -> number.bitLength() > 63);
      return tooGreat ? Optional.empty() : Optional.of(version);
    }

    long number(int index) {
      return numbers.get(index).longValue();
    }

    @Override
    public int compareTo(Version other) {
      for (int i = 0; i < 3; i++) {
        int order = numbers.get(i).compareTo(other.numbers.get(i));
        if (order != 0) {
          return order;
        }
      }
      if (preRelease.isEmpty() || other.preRelease.isEmpty()) {
        return Boolean.compare(preRelease.isEmpty(), other.preRelease.isEmpty());
      }
      for (int i = 0; i < Math.min(preRelease.size(), other.preRelease.size()); i++) {
        int order = comparePart(preRelease.get(i), other.preRelease.get(i));
        if (order != 0) {
          return order;
        }
      }
      return Integer.compare(preRelease.size(), other.preRelease.size());
    }

    /** Numbers come before words. */
    private static int comparePart(String a, String b) {
      boolean number = a.chars().allMatch(Character::isDigit);
      boolean otherNumber = b.chars().allMatch(Character::isDigit);
      if (number && otherNumber) {
        return new BigInteger(a).compareTo(new BigInteger(b));
      }
      return number == otherNumber ? a.compareTo(b) : number ? -1 : 1;
    }
  }
}
