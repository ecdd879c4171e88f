package io.mkube.conformance.kubectl;

import java.nio.file.Path;
import java.util.List;

/** All cases over the embedded store. Needs {@code kubectl} on the path. */
class KubectlOnEmbeddedIT extends KubectlContract {
  @Override
  List<String> storeOptions(Path folder) {
    return List.of();
  }
}
