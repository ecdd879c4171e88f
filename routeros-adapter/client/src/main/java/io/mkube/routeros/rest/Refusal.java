package io.mkube.routeros.rest;

import io.mkube.routeros.DeviceException;
import io.mkube.routeros.http.Operation;
import java.util.List;
import java.util.Locale;

/**
 * What an answer other than 2xx means. The texts are the console's; they change their wording, so
 * that fragments are looked for, in this order, without regard to case.
 */
final class Refusal {
  private static final List<String> CUT = List.of("session closed");
  private static final List<String> BUSY =
      List.of(
          "in use by container",
          "root-dir overlap",
          "cannot remove running",
          "can't remove running",
          "already allocated to",
          "could not acquire interface",
          // Also said of a veth that exists but is still held by another container.
          "input does not match any value of interface",
          "action failed",
          "interrupted");
  private static final List<String> DUPLICATE =
      List.of("already have", "already exists", "already added");
  private static final List<String> UNSUPPORTED =
      List.of(
          "no such command",
          "bad command name",
          "unknown parameter",
          "not allowed by device-mode",
          "update canceled");
  private static final List<String> MISSING = List.of("no such item");

  private Refusal() {}

  /** The failure that an answer stands for. */
  static DeviceException of(int status, byte[] body, Operation operation, boolean namesRow) {
    String said = said(body);
    String message =
        operation.failed("device answered " + status + (said.isEmpty() ? "" : " (" + said + ")"));
    String text = said.toLowerCase(Locale.ROOT);
    if (status == 401 || status == 403) {
      return new DeviceException.Unauthorized(message);
    }
    if (has(text, CUT)) {
      return new DeviceException.Unreachable(message);
    }
    if (has(text, MISSING)) {
      return new DeviceException.Missing(message);
    }
    if (has(text, BUSY)) {
      return new DeviceException.Busy(message);
    }
    if (has(text, DUPLICATE)) {
      return new DeviceException.Duplicate(message);
    }
    if (has(text, UNSUPPORTED)) {
      return new DeviceException.Unsupported(message);
    }
    return byStatus(status, message, namesRow);
  }

  private static DeviceException byStatus(int status, String message, boolean namesRow) {
    if (status == 404) {
      // Without a row in the request it is the menu that is missing: a package is not installed.
      return namesRow
          ? new DeviceException.Missing(message)
          : new DeviceException.Unsupported(message);
    }
    if (status == 405 || status == 406) {
      return new DeviceException.Unsupported(message);
    }
    if (status >= 500 || status == 408 || status == 429) {
      return new DeviceException.Unreachable(message);
    }
    if (status < 400) {
      return new DeviceException.Unintelligible(message);
    }
    return new DeviceException.Rejected(message);
  }

  private static boolean has(String text, List<String> fragments) {
    return fragments.stream().anyMatch(text::contains);
  }

  /** The console text, or failing that the reason phrase; empty for anything but JSON. */
  private static String said(byte[] body) {
    try {
      List<Row> rows = Row.parse(body);
      return rows.isEmpty() ? "" : rows.getFirst().firstText("detail", "message");
    } catch (Row.Garbled e) {
      return e.getMessage() == null ? "" : e.getMessage();
    }
  }
}
