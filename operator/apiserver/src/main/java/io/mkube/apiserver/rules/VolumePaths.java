package io.mkube.apiserver.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;

/** Paths in sources of volumes, which pods and persistent volumes have alike. */
public final class VolumePaths {
  private static final List<String> HOST_PATH_TYPES =
      List.of(
          "",
          "BlockDevice",
          "CharDevice",
          "Directory",
          "DirectoryOrCreate",
          "File",
          "FileOrCreate",
          "Socket");

  private VolumePaths() {}

  /** Checks a {@code hostPath} at {@code at}. */
  public static void checkHostPath(JsonNode source, String at, Findings findings) {
    if (findings.requiredText(at + ".path", source.path("path"))) {
      refuseBacksteps(source.path("path"), at + ".path", findings);
      findings.oneOf(at + ".type", source.path("type"), HOST_PATH_TYPES);
    }
  }

  /** Checks an {@code nfs} at {@code at}. */
  public static void checkNfs(JsonNode source, String at, Findings findings) {
    findings.requiredText(at + ".server", source.path("server"));
    findings.requiredText(at + ".path", source.path("path"));
    if (!source.path("path").asText().startsWith("/")) {
      findings.invalidText(at + ".path", source.path("path").asText(), "must be an absolute path");
    }
  }

  /** Checks a path within a volume. */
  public static void checkWithin(JsonNode path, String at, Findings findings) {
    if (path.asText().startsWith("/")) {
      findings.invalid(at, path, "must be a relative path");
    }
    refuseBacksteps(path, at, findings);
  }

  /** Refuses a path that leads upwards. */
  public static void refuseBacksteps(JsonNode path, String at, Findings findings) {
    if (Arrays.asList(path.asText().split("/", -1)).contains("..")) {
      findings.invalid(at, path, "must not contain '..'");
    }
  }
}
