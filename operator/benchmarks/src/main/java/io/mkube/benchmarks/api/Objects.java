package io.mkube.benchmarks.api;

/** What is created: small objects as people write them. */
final class Objects {
  private Objects() {}

  /** A Pod with one container. */
  static String pod(String name) {
    return """
    {"apiVersion":"v1","kind":"Pod","metadata":{"name":"%s","labels":{"app":"web","tier":"front",\
    "app.kubernetes.io/managed-by":"bench"},"annotations":{"example.com/owner":"team-a"}},\
    "spec":{"containers":[{"name":"main","image":"docker.io/library/nginx:1.27","ports":\
    [{"name":"http","containerPort":8080}],"env":[{"name":"MODE","value":"production"}],\
    "resources":{"requests":{"cpu":"100m","memory":"64Mi"},"limits":{"memory":"128Mi"}},\
    "volumeMounts":[{"name":"data","mountPath":"/data"}]}],"volumes":[{"name":"data",\
    "emptyDir":{}}]}}\
    """
        .formatted(name);
  }

  /** A ConfigMap with half a kilobyte of data. */
  static String configMap(String name) {
    return """
    {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"%s","labels":{"app":"web"}},\
    "data":{"application.properties":"%s","mode":"production"}}\
    """
        .formatted(name, "server.port=8080\\nlog.level=info\\n".repeat(15));
  }
}
