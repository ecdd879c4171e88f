package io.mkube.apiserver;

import io.mkube.apiserver.Kubectl.Output;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeAll;

/** The stock kubectl, which must be on the path, in a namespace of its own for each test. */
abstract class KubectlTest extends NamespacedTest {
  static Kubectl kubectl;

  @BeforeAll
  static void prepareKubectl() throws Exception {
    kubectl = Kubectl.of(server, Files.createDirectories(directory.resolve("kubectl")));
  }

  Output kubectl(String... arguments) {
    return kubectlWith("", arguments);
  }

  /** The same with something to read from its standard input. */
  Output kubectlWith(String input, String... arguments) {
    return kubectl.call(namespace, input, arguments);
  }
}
