package io.mkube.apiserver.error;

/**
 * The object that a failure is about.
 *
 * @param group API group, {@code ""} for the core group
 * @param resource plural resource name
 * @param name object name, may be empty
 */
public record ObjectReference(String group, String resource, String name) {
  /** {@code pods "x"} or {@code widgets.example.com "x"}: the form of every message. */
  public String text() {
    return (group.isEmpty() ? resource : resource + "." + group) + " \"" + name + "\"";
  }
}
