package io.mkube.apiserver.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.mkube.apiserver.schema.NameRule;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Paths and names in sources of volumes, which pods and persistent volumes have alike. */
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

  private static final int MAX_PARTITION = 255;
  private static final int MAX_DRIVER = 63;
  private static final String NO_INITIATOR = "must be valid format";
  private static final Map<String, Pattern> INITIATORS =
      Map.of(
          "iqn", Pattern.compile("iqn\\.\\d{4}-\\d{2}\\.([A-Za-z0-9-.]+)(:[^,;*&$|\\s]+)$"),
          "eui", Pattern.compile("^eui.[A-Za-z0-9]{16}$"),
          "naa", Pattern.compile("^naa.[A-Za-z0-9]{32}$"));

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

  /** Checks the partition of a disk; none is 0, which the words of Kubernetes leave out. */
  public static void checkPartition(JsonNode partition, String at, Findings findings) {
    if (partition.asLong() < 0 || partition.asLong() > MAX_PARTITION) {
      findings.invalid(at, partition, "must be between 1 and 255, inclusive");
    }
  }

  /** Checks the name of a CSI driver. */
  public static void checkDriver(JsonNode name, String at, Findings findings) {
    findings.requiredText(at, name);
    String driver = name.asText();
    if (driver.length() > MAX_DRIVER) {
      findings.tooLong(at, MAX_DRIVER);
    }
    for (String fault : NameRule.DNS_SUBDOMAIN.check(driver.toLowerCase(Locale.ROOT))) {
      findings.invalidText(at, driver, fault);
    }
  }

  /** Checks the name of an end of iSCSI in a persistent volume. */
  public static void checkInitiator(JsonNode name, String at, Findings findings) {
    checkInitiator(name, NO_INITIATOR, at, findings);
  }

  /** The same where a name of no known kind is refused in other words. */
  public static void checkInitiator(JsonNode name, String unknown, String at, Findings findings) {
    String text = name.asText();
    Pattern form = INITIATORS.get(text.substring(0, Math.min(3, text.length())));
    if (form == null) {
      findings.invalid(at, name, unknown);
    } else if (!form.matcher(text).find()) {
      findings.invalid(at, name, NO_INITIATOR);
    }
  }
}
