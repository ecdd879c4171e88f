package io.mkube.routeros.rest;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What each release calls a property whose name has moved, or that came or went, between 7.9 and
 * 7.24. Properties that are not listed here have kept their names. Immutable.
 */
final class Property {
  /** Before, the device invented the name. */
  static final Property CONTAINER_NAME = of("container name").since("7.19", "name");

  static final Property CONTAINER_ENV_LISTS =
      of("environment lists").since("7.9", "envlist").since("7.20", "envlists");

  static final Property CONTAINER_MOUNT_LISTS =
      of("mount lists").since("7.9", "mounts").since("7.21", "mountlists");

  static final Property CONTAINER_STOP_TIME = of("stop time").since("7.21", "stop-time");

  static final Property CONTAINER_CHECK_CERTIFICATE =
      of("check of the registry's certificate").since("7.20", "check-certificate");

  static final Property ENV_LIST =
      of("list of a variable").since("7.9", "name").since("7.20", "list");

  static final Property MOUNT_LIST =
      of("list of a mount").since("7.9", "name").since("7.21", "list");

  static final Property MOUNT_READ_ONLY =
      of("read-only mount").since("7.20", "read-only").gone("7.23");

  static final Property MOUNT_MODE = of("mode of a mount").since("7.23", "mode");

  static final Property VETH_GATEWAY6 = of("IPv6 gateway of a veth").since("7.11", "gateway6");

  /** The argument of {@code add}; the type could always be read. */
  static final Property FILE_TYPE = of("making of folders").since("7.15", "type");

  private final String meaning;
  private final NavigableMap<Release, Optional<String>> names;

  private Property(String meaning, NavigableMap<Release, Optional<String>> names) {
    this.meaning = meaning;
    this.names = names;
  }

  /** The name in a release, or empty if that release does not have the property. */
  Optional<String> in(Release release) {
    Map.Entry<Release, Optional<String>> name = names.floorEntry(release);
    return name == null ? Optional.empty() : name.getValue();
  }

  /** What it is, for messages. */
  @Override
  public String toString() {
    return meaning;
  }

  private static Property of(String meaning) {
    return new Property(meaning, new TreeMap<>());
  }

  private Property since(String release, String name) {
    return with(release, Optional.of(name));
  }

  private Property gone(String release) {
    return with(release, Optional.empty());
  }

  private Property with(String release, Optional<String> name) {
    NavigableMap<Release, Optional<String>> more = new TreeMap<>(names);
    more.put(Release.parse(release).orElseThrow(), name);
    return new Property(meaning, more);
  }
}
