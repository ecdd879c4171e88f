package io.mkube.app.demo;

import java.io.PrintWriter;

/** Mkube as its command line is. */
@FunctionalInterface
public interface Program {
  /**
   * Runs a command to its end, which an interrupt of the calling thread brings about.
   *
   * @param out takes what a person would read
   * @return the exit code
   */
  int run(PrintWriter out, String... arguments);
}
