package io.mkube.apiserver.error;

/**
 * The object that a failure is about.
 *
 * @param group API group, {@code ""} for the core group
 * @param resource plural resource name
 * @param name object name, may be empty
 */
public record ObjectReference(String group, String resource, String name) {
  /**
   * {@code pods "x"} or {@code widgets.example.com "x"}, without a name {@code pods}: the form of
   * every message.
   */
  public String text() {
    String qualified = group.isEmpty() ? resource : resource + "." + group;
    return name.isEmpty() ? qualified : qualified + " \"" + name + "\"";
  }
}
