package io.mkube.apiserver;

/** Applies configurations to config maps, and to whatever a path names. */
abstract class ApplyTest extends NamespacedTest {
  static final String APPLY = "application/apply-patch+yaml";

  static String config(String name, String data) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: "
        + name
        + "}\ndata: "
        + (data.startsWith("{") ? data : "{" + data + "}");
  }

  TestServer.Reply apply(String name, String manager, String body) {
    return apply(name, manager, body, "");
  }

  TestServer.Reply apply(String name, String manager, String body, String options) {
    return apply(configMaps + "/" + name + "?fieldManager=" + manager + options, body);
  }

  static TestServer.Reply apply(String path, String body) {
    return server.send("PATCH", path, APPLY, body);
  }
}
