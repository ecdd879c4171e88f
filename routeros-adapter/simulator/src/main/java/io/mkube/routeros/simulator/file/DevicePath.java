package io.mkube.routeros.simulator.file;

import io.mkube.routeros.simulator.console.CommandException;

/** Paths as the device prints them: no leading slash, first element the disk. */
public final class DevicePath {
  private static final int LONGEST = 1024;

  private DevicePath() {}

  /**
   * The normal form of a path given as an argument; a leading slash is accepted.
   *
   * @throws CommandException if the path is empty, too long, or leaves the tree
   */
  public static String normal(String argument, String path) {
    String text = path.startsWith("/") ? path.substring(1) : path;
    text = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    if (text.isEmpty() || text.length() > LONGEST || text.indexOf('\0') >= 0) {
      throw CommandException.invalid(argument);
    }
    for (String element : text.split("/", -1)) {
      if (element.isEmpty() || element.equals(".") || element.equals("..")) {
        throw CommandException.invalid(argument);
      }
    }
    return text;
  }

  /** The folder that holds a path; empty for a top element. */
  public static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  /** The last element of a path. */
  public static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
