package io.mkube.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which class an Ingress gets that names none. */
final class IngressClassesTest {
  private static final String CLASSES = "/apis/networking.k8s.io/v1/ingressclasses";

  @TempDir static Path directory;

  @Test
  void isTheOneThatIsMarked() throws Exception {
    try (TestServer server = TestServer.start(directory)) {
      String namespace = server.namespace();
      assertEquals("", create(server, namespace, "before", "", ""));
      make(server, "b", "true");
      make(server, "a", "false");

      assertEquals("b", create(server, namespace, "after", "", ""));
      assertEquals(
          "other", create(server, namespace, "named", "", "\"ingressClassName\": \"other\","));
      String annotations = ", \"annotations\": {\"kubernetes.io/ingress.class\": \"old\"}";
      assertEquals("", create(server, namespace, "annotated", annotations, ""));
    }
  }

  private static void make(TestServer server, String name, String mark) {
    server.post(
        CLASSES,
        """
        {"apiVersion": "networking.k8s.io/v1", "kind": "IngressClass",
         "metadata": {"name": "%s", "annotations":
           {"ingressclass.kubernetes.io/is-default-class": "%s"}},
         "spec": {"controller": "example.com/c"}}
        """
            .formatted(name, mark));
  }

  private static String create(
      TestServer server, String namespace, String name, String metadata, String spec) {
    return server
        .post(
            "/apis/networking.k8s.io/v1/namespaces/" + namespace + "/ingresses",
            """
            {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress",
             "metadata": {"name": "%s"%s},
             "spec": {%s "defaultBackend": {"service": {"name": "s", "port": {"number": 80}}}}}
            """
                .formatted(name, metadata, spec))
        .at("/spec/ingressClassName");
  }
}
