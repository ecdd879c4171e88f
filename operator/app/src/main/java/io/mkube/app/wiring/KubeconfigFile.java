package io.mkube.app.wiring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.mkube.app.console.CommandException;
import io.mkube.app.console.FileFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.TreeSet;

/**
 * A kubeconfig that we write: for its owner's eyes only, and never over a file that somebody else
 * wrote. Ours is a file that knows no other cluster than ours, or an empty one.
 */
public final class KubeconfigFile {
  private static final YAMLMapper YAML = new YAMLMapper();

  private static final String CLUSTER = "mkube";

  private final Path file;

  /** What was found to be ours. */
  private volatile String known = "";

  /** A file to be written later. */
  public KubeconfigFile(Path file) {
    this.file = file.toAbsolutePath();
  }

  public Path path() {
    return file;
  }

  /**
   * Fails early when the file could not be written.
   *
   * @throws CommandException if there is a file that is not ours, or something that is no file
   */
  public void check() throws CommandException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file)) {
      throw refusal("is not a regular file");
    }
    try {
      String text = Files.readString(file);
      if (text.equals(known)) {
        return;
      }
      JsonNode found = YAML.readTree(text);
      if (!found.isMissingNode() && !found.isNull() && !isOurs(found)) {
        throw refusal("was written by somebody else");
      }
      known = text;
    } catch (NoSuchFileException e) {
      return;
    } catch (JsonProcessingException e) {
      throw refusal("was written by somebody else");
    } catch (IOException e) {
      throw new CommandException(
          "kubeconfig " + file + ": cannot be read: " + FileFailure.reason(e), e);
    }
  }

  /**
   * Writes the file at once: a reader sees the old or the new content.
   *
   * @throws CommandException if it is not ours or cannot be written
   */
  public void write(String content) throws CommandException {
    check();
    try {
      Path folder = Files.createDirectories(file.getParent());
      // Created with mode 0600 on file systems that have modes.
      Path beside = Files.createTempFile(folder, "kubeconfig", ".new");
      Files.writeString(beside, content);
      Path target = Files.exists(file) ? file.toRealPath() : file;
      Files.move(
          beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new CommandException(
          "kubeconfig " + file + ": cannot be written: " + FileFailure.reason(e), e);
    }
  }

  private static boolean isOurs(JsonNode kubeconfig) {
    Set<String> clusters = new TreeSet<>();
    kubeconfig.path("clusters").forEach(cluster -> clusters.add(cluster.path("name").asText()));
    boolean oursOnly = clusters.equals(Set.of(CLUSTER));
    for (JsonNode user : kubeconfig.path("users")) {
      oursOnly &= user.path("name").asText().startsWith(CLUSTER);
    }
    return oursOnly;
  }

  private CommandException refusal(String why) {
    return new CommandException(
        "kubeconfig " + file + ": " + why + "; move it away or give another --kubeconfig");
  }
}
