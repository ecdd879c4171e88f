package io.mkube.apiserver.podsecurity;

import java.util.Locale;
import java.util.Optional;

/** How much pods may do, from everything to little. */
enum Level {
  PRIVILEGED,
  BASELINE,
  RESTRICTED;

  static final String NAMES = "privileged, baseline, restricted";

  static Optional<Level> of(String name) {
    for (Level level : values()) {
      if (level.wireName().equals(name)) {
        return Optional.of(level);
      }
    }
    return Optional.empty();
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
