package io.mkube.benchmarks.api;

import io.mkube.benchmarks.load.HttpLoad;
import io.mkube.benchmarks.load.HttpRequests;
import io.mkube.benchmarks.process.MeasuredProcess;
import io.mkube.benchmarks.process.MkubeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** API servers as child processes. */
final class MkubeServers {
  private static final String ROLE =
      """
      {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole",\
      "metadata":{"name":"load"},"rules":[{"apiGroups":[""],"resources":["pods","configmaps"],\
      "verbs":["get","list","watch","create","update","patch","delete","deletecollection"]}]}\
      """;

  private static final String BINDING =
      """
      {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding",\
      "metadata":{"name":"load"},"subjects":[{"kind":"User","name":"load",\
      "apiGroup":"rbac.authorization.k8s.io"}],"roleRef":{"kind":"ClusterRole","name":"load",\
      "apiGroup":"rbac.authorization.k8s.io"}}\
      """;

  private MkubeServers() {}

  /**
   * Starts one in a directory of its own.
   *
   * @param store the store and what it needs
   */
  static MeasuredProcess start(Path folder, String... store) throws IOException {
    Path directory = Files.createTempDirectory(folder, "mkube-" + store[0] + "-");
    MeasuredProcess server = startIn(directory, store);
    letLoadIn(plainPort(server));
    return server;
  }

  /** Starts one in a directory that may have been used before. */
  static MeasuredProcess startIn(Path directory, String... store) throws IOException {
    String[] arguments = Arrays.copyOf(store, store.length + 1);
    arguments[store.length] = directory.toString();
    return MeasuredProcess.java(directory.resolve("mkube.log"), MkubeServer.class, arguments);
  }

  /** The load comes from a user with a role, as that of a controller would be. */
  static void letLoadIn(int port) throws IOException {
    String path = "/apis/rbac.authorization.k8s.io/v1/";
    HttpRequests admin = new HttpRequests(port, MkubeServer.ADMIN_TOKEN);
    try (HttpLoad load = new HttpLoad(port, 1)) {
      byte[] role = admin.with("POST", path + "clusterroles", ROLE);
      byte[] binding = admin.with("POST", path + "clusterrolebindings", BINDING);
      load.run(1, 201, i -> role);
      load.run(1, 201, i -> binding);
    }
  }

  static int securePort(MeasuredProcess server) {
    return Integer.parseInt(server.ready().split(" ", -1)[1]);
  }

  static int plainPort(MeasuredProcess server) {
    return Integer.parseInt(server.ready().split(" ", -1)[0]);
  }
}
