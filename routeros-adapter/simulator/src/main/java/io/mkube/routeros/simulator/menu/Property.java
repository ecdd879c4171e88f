package io.mkube.routeros.simulator.menu;

import io.mkube.routeros.simulator.console.RouterOsVersion;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An argument of a menu.
 *
 * @param name its name
 * @param type how it is checked and printed
 * @param since first release that has it, null if older than all simulated ones
 * @param last last release that has it, null if still there
 * @param initial value printed when none was given, empty for none
 * @param traits further rules
 */
public record Property(
    String name,
    ValueType type,
    @Nullable RouterOsVersion since,
    @Nullable RouterOsVersion last,
    String initial,
    Set<Trait> traits) {
  public Property {
    traits = Set.copyOf(traits);
  }

  public static Property text(String name) {
    return argument(name, new ValueType.Text());
  }

  public static Property bool(String name) {
    return argument(name, new ValueType.Bool());
  }

  public static Property whole(String name, long from, long to) {
    return argument(name, new ValueType.Whole(from, to));
  }

  public static Property choice(String name, String... words) {
    return argument(name, new ValueType.Choice(List.of(words)));
  }

  public static Property span(String name) {
    return argument(name, new ValueType.Span());
  }

  public static Property size(String name) {
    return argument(name, new ValueType.Size());
  }

  public static Property argument(String name, ValueType type) {
    return new Property(name, type, null, null, "", Set.of());
  }

  /** The same, known from that release on. */
  public Property since(String version) {
    return new Property(name, type, RouterOsVersion.parse(version), last, initial, traits);
  }

  /** The same, known up to that release. */
  public Property until(String version) {
    return new Property(name, type, since, RouterOsVersion.parse(version), initial, traits);
  }

  /** The same with a value printed when none was given. */
  public Property initially(String value) {
    return new Property(name, type, since, last, value, traits);
  }

  /** The same with a further rule. */
  public Property with(Trait trait) {
    EnumSet<Trait> all = EnumSet.of(trait);
    all.addAll(traits);
    return new Property(name, type, since, last, initial, all);
  }

  boolean in(RouterOsVersion version) {
    return (since == null || version.compareTo(since) >= 0)
        && (last == null || version.compareTo(last) <= 0);
  }

  /** Rules of an argument beyond its type. */
  public enum Trait {
    /** Must be given to add. */
    REQUIRED,
    /** No two rows have the same. */
    UNIQUE,
    /** Cannot be changed by set. */
    CREATE_ONLY
  }
}
