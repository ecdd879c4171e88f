package io.mkube.routeros.simulator.console;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All menus of a device. Immutable. */
public final class Console {
  private final Map<String, Menu> menus = new HashMap<>();

  public Console(List<Menu> menus) {
    menus.forEach(menu -> this.menus.put(menu.path(), menu));
  }

  /** The deepest menu on a path, with the segments behind it. */
  public Optional<Place> find(List<String> segments) {
    for (int depth = segments.size(); depth > 0; depth--) {
      Menu menu = menus.get("/" + String.join("/", segments.subList(0, depth)));
      if (menu != null) {
        return Optional.of(new Place(menu, segments.subList(depth, segments.size())));
      }
    }
    return Optional.empty();
  }

  /**
   * A menu and what follows it in a path.
   *
   * @param menu the menu
   * @param rest segments behind it: an id, a name, or a command
   */
  public record Place(Menu menu, List<String> rest) {
    public Place {
      rest = List.copyOf(rest);
    }
  }
}
