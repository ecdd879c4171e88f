package io.mkube.apiserver.discovery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mkube.apiserver.object.Json;
import java.util.Locale;

/** What {@code /version} answers: the level of Kubernetes that this server speaks. */
final class ServerVersion {
  private ServerVersion() {}

  /** Major and minor are whole numbers only, as conformance wants; kubectl compares its own. */
  static ObjectNode document() {
    return Json.object()
        .put("major", "1")
        .put("minor", "32")
        .put("gitVersion", "v1.32.0+mkube")
        .put("gitCommit", "")
        .put("gitTreeState", "clean")
        .put("buildDate", "2026-01-01T00:00:00Z")
        .put("goVersion", "java" + Runtime.version().feature())
        .put("compiler", "javac")
        .put(
            "platform",
            System.getProperty("os.name").toLowerCase(Locale.ROOT)
                + "/"
                + System.getProperty("os.arch"));
  }
}
