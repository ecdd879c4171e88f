package io.mkube.apiserver;

import io.mkube.apiserver.pki.PemIdentity;
import io.mkube.apiserver.pki.Pki;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;

/** The administrator's kubeconfig. */
final class Kubeconfig {
  /** Tells our own files from others. */
  private static final String MARKER = "current-context: mkube";

  private Kubeconfig() {}

  static String of(URI server, Pki pki) throws IOException {
    PemIdentity admin = pki.admin();
    return """
    apiVersion: v1
    kind: Config
    clusters:
    - name: mkube
      cluster:
        server: %s
        certificate-authority-data: %s
    users:
    - name: mkube-admin
      user:
        client-certificate-data: %s
        client-key-data: %s
    contexts:
    - name: mkube
      context:
        cluster: mkube
        user: mkube-admin
        namespace: default
    current-context: mkube
    """
        .formatted(
            server, base64(pki.authorityPem()), base64(admin.certificate()), base64(admin.key()));
  }

  /** Writes beside the file and moves; refuses to replace a file that is not ours. */
  static void write(Path file, String content) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        && !(Files.isRegularFile(file) && Files.readString(file).contains(MARKER))) {
      throw new FileAlreadyExistsException(
          file.toString(), null, "exists and was not written by mkube; choose another file");
    }
    Path target = file.toAbsolutePath();
    Path parent = target.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Path beside = target.resolveSibling(target.getFileName() + ".new");
    Files.deleteIfExists(beside);
    if (beside.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          beside,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.writeString(beside, content, StandardCharsets.UTF_8);
    Files.move(beside, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
