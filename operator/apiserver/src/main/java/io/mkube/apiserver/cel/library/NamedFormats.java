package io.mkube.apiserver.cel.library;

import java.util.List;
import java.util.Set;

/** The text formats that {@code format.named} knows. Implementations are thread-safe. */
public interface NamedFormats {
  /** Their names. */
  Set<String> names();

  /**
   * What is wrong with a text, empty when it fits.
   *
   * @param name one of {@link #names}
   */
  List<String> faults(String name, String text);
}
