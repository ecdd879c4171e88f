package io.mkube.apiserver.junit;

/** How long a server lives. */
public enum ServerLife {
  /** From the first to the last test of the class, with its nested classes. */
  PER_CLASS,
  /** For one test: each begins with an empty cluster. */
  PER_METHOD,
  /**
   * To the end of the test run. All classes of the run that ask for the same options share one
   * server; {@link MkubeApiServer#freshNamespace} keeps their tests apart.
   */
  PER_RUN
}
