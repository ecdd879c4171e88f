package io.mkube.routeros.simulator.menu;

import io.mkube.routeros.simulator.console.CommandException;
import io.mkube.routeros.simulator.console.RouterOsVersion;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The arguments that a menu has in one release. */
public final class Schema {
  private final Map<String, Property> properties = new LinkedHashMap<>();

  private Schema(RouterOsVersion version, List<Property> all) {
    for (Property property : all) {
      if (property.in(version)) {
        properties.put(property.name(), property);
      }
    }
  }

  public static Schema of(RouterOsVersion version, List<Property> all) {
    return new Schema(version, all);
  }

  Collection<Property> properties() {
    return properties.values();
  }

  /**
   * The argument of that name.
   *
   * @throws CommandException if this release has none
   */
  Property property(String name) {
    Property property = properties.get(name);
    if (property == null) {
      throw CommandException.unknownParameter(name);
    }
    return property;
  }

  /** Whether this release has that argument. */
  public boolean has(String name) {
    return properties.containsKey(name);
  }

  /**
   * Checks arguments and brings them into printed form; null unsets: {@code !name} and, except for
   * plain texts that keep it, an empty value.
   *
   * @throws CommandException naming the first argument that is wrong
   */
  Map<String, @Nullable String> canonical(Map<String, String> arguments) {
    Map<String, @Nullable String> canonical = new LinkedHashMap<>();
    arguments.forEach(
        (name, value) -> {
          if (name.startsWith("!")) {
            canonical.put(property(name.substring(1)).name(), null);
          } else {
            Property property = property(name);
            canonical.put(name, value.isEmpty() ? null : property.type().canonical(name, value));
          }
        });
    return canonical;
  }
}
