package io.mkube.crds.annotation;

import io.mkube.crds.schema.Formats;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One further DNS name of a pod.
 *
 * @param name name relative to the zone, lower case
 * @param container container whose address it gets; null means the first one
 */
public record PodAlias(String name, @Nullable String container) {
  private static final Pattern NAME = Pattern.compile(Formats.RECORD_NAME);
  private static final Pattern CONTAINER = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  public PodAlias {
    name = name.toLowerCase(Locale.ROOT);
    if (name.length() > 253 || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("\"" + name + "\" is not a DNS name");
    }
    if (container != null && !CONTAINER.matcher(container).matches()) {
      throw new IllegalArgumentException("\"" + container + "\" is not a container name");
    }
  }

  /**
   * Parses the value of {@link MkubeAnnotations#ALIASES}: a comma list whose items are {@code
   * alias} or {@code alias=container}. Blanks around names are dropped, empty items are skipped,
   * and of two equal items one is kept.
   *
   * @param text the annotation's value, null when it is absent
   * @throws IllegalArgumentException if an item is malformed; the message quotes it
   */
  public static List<PodAlias> parse(@Nullable String text) {
    List<PodAlias> aliases = new ArrayList<>();
    for (String item : text == null ? new String[0] : text.split(",", -1)) {
      if (item.isBlank()) {
        continue;
      }
      PodAlias alias = parseItem(item.strip());
      if (!aliases.contains(alias)) {
        aliases.add(alias);
      }
    }
    return List.copyOf(aliases);
  }

  private static PodAlias parseItem(String item) {
    int equals = item.indexOf('=');
    try {
      return equals < 0
          ? new PodAlias(item, null)
          : new PodAlias(item.substring(0, equals).strip(), item.substring(equals + 1).strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "annotation " + MkubeAnnotations.ALIASES + ", item \"" + item + "\": " + e.getMessage(),
          e);
    }
  }
}
