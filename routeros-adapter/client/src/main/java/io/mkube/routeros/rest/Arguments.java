package io.mkube.routeros.rest;

import io.mkube.routeros.DeviceException;
import io.mkube.routeros.http.Operation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Arguments of one command. What is empty is not sent, so that the device's defaults hold. */
final class Arguments {
  private final Map<String, String> values = new LinkedHashMap<>();

  /** The row that a command is about. The key {@code .id} works on every release. */
  static Arguments of(String id) {
    return new Arguments().put(".id", id);
  }

  Arguments put(String name, String value) {
    if (!value.isEmpty()) {
      values.put(name, value);
    }
    return this;
  }

  Arguments put(String name, List<String> list) {
    return put(name, String.join(",", list));
  }

  /** Sends the value also when it is empty, which clears what the row has. */
  Arguments clearOrPut(String name, String value) {
    values.put(name, value);
    return this;
  }

  /** Under the name that the release has for it; left out where the release does not know it. */
  Arguments putIfKnown(Property property, Release release, String value) {
    property.in(release).ifPresent(name -> put(name, value));
    return this;
  }

  /**
   * Under the name that the release has for it.
   *
   * @throws DeviceException.Unsupported if there is a value and the release does not know it
   */
  Arguments putOrRefuse(Property property, Release release, String value, Operation operation) {
    if (value.isEmpty()) {
      return this;
    }
    String name =
        property
            .in(release)
            .orElseThrow(
                () ->
                    new DeviceException.Unsupported(
                        operation.failed("RouterOS " + release + " has no " + property)));
    return put(name, value);
  }

  Map<String, String> values() {
    return values;
  }
}
