package io.mkube.apiserver.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VersionPriorityTest {
  /** The example of the Kubernetes documentation on versions of custom resources. */
  @Test
  void ordersAsTheDocumentationDoes() {
    List<String> expected =
        List.of(
            "v10",
            "v2",
            "v1",
            "v11beta2",
            "v10beta3",
            "v3beta1",
            "v12alpha1",
            "v11alpha2",
            "foo1",
            "foo10");
    List<String> versions = new ArrayList<>(expected);
    Collections.shuffle(versions, new Random(7));

    versions.sort(VersionPriority.ORDER);

    assertEquals(expected, versions);
  }
}
