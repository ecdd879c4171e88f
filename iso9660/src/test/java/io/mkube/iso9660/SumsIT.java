package io.mkube.iso9660;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.iso9660.checksum.ImplantedMd5;
import io.mkube.iso9660.cli.Cli;
import io.mkube.iso9660.derive.DeriveOptions;
import io.mkube.iso9660.derive.ImageCopy;
import io.mkube.iso9660.format.ImageSource;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checksums in images, judged by the programs that made them. */
final class SumsIT {
  @TempDir private Path folder;

  @Test
  void implantsWhatImplantisomd5Would() throws Exception {
    Path base = image();
    Path judged = Files.copy(base, folder.resolve("judged.iso"));
    Programs.run("implantisomd5", judged);
    Path ours = patched(base, IsoPatch.builder().md5(Md5Policy.IMPLANT));
    assertArrayEquals(Files.readAllBytes(judged), Files.readAllBytes(ours));

    Path changed = patched(judged, IsoPatch.builder().replace("/a", bytes("other")));
    assertTrue(Programs.run("checkisomd5", changed).contains("PASS"));
    Path removed = patched(judged, IsoPatch.builder().md5(Md5Policy.REMOVE));
    try (ImageSource source = ImageSource.open(removed)) {
      assertTrue(ImplantedMd5.find(source).isEmpty());
    }
    assertArrayEquals(
        Files.readAllBytes(judged), Files.readAllBytes(patched(judged, IsoPatch.builder())));
  }

  @Test
  void renewsListsAsTheirProgramsCheckThem() throws Exception {
    Path target =
        patched(
            image(),
            IsoPatch.builder()
                .replace("/a", bytes("other"))
                .delete("/dir/b")
                .rename("/c", "/dir/c2")
                .add("/dir/n ü", bytes("new"))
                .renewSums(true));
    Path out = folder.resolve("out");
    Programs.run("xorriso", "-osirrox", "on", "-indev", target, "-extract", "/", out);
    Programs.run(
        "sh", "-c", "cd '" + out + "' && grep -v elsewhere md5sum.txt | md5sum --strict -c -");
    Programs.run("sh", "-c", "cd '" + out + "' && sha256sum --strict -c SHA256SUMS");
    Programs.run("sh", "-c", "cd '" + out + "/dir' && sha512sum --strict -c d.sha512");
    String list = Files.readString(out.resolve("md5sum.txt"));
    assertFalse(list.contains("dir/b"));
    assertTrue(list.contains("./dir/n ü\n"));
    assertTrue(list.contains("./dir/c2\n"));
    assertTrue(list.contains("./elsewhere\n"));
    String sum = Programs.run("sha256sum", out.resolve("a")).substring(0, 64);
    String info = Files.readString(out.resolve(".treeinfo"));
    assertEquals("[general]\na = x\n[checksums]\na = sha256:" + sum + "\n", info);
  }

  @Test
  void keepsTheSumsOfSuseMediaTrue() throws Exception {
    Path base = image();
    try (FileChannel channel = FileChannel.open(base, StandardOpenOption.WRITE)) {
      String tag = "check=1;pad=150;sha256sum=" + "0".repeat(64) + ";signature=7";
      channel.write(ByteBuffer.wrap(bytes(tag)), ImplantedMd5.POSITION);
    }
    assertEquals(1, Cli.run("verify", base).code());
    Path target = folder.resolve("suse.iso");
    IsoPatch.builder().replace("/a", bytes("other")).build().derive(base, target);
    assertEquals("", Cli.run("verify", target).err());
    assertEquals(0, Cli.run("verify", target).code());
    byte[] image = Files.readAllBytes(target);
    int field = (int) ImplantedMd5.POSITION;
    Arrays.fill(image, 0, 512, (byte) 0);
    String text = new String(image, field, 512, StandardCharsets.US_ASCII).strip();
    Arrays.fill(image, field, field + 512, (byte) ' ');
    Arrays.fill(image, image.length - 150 * 2048, image.length, (byte) 0);
    Path normal = Files.write(folder.resolve("normal"), image);
    String sum = Programs.run("sha256sum", normal).substring(0, 64);
    assertEquals("check=1;pad=150;sha256sum=" + sum + ";signature=7", text);
    Path removed = patched(target, IsoPatch.builder().md5(Md5Policy.REMOVE));
    assertEquals(0, Cli.run("verify", removed).code());
  }

  private Path patched(Path base, IsoPatch.Builder patch) throws Exception {
    Path target = Files.createTempFile(folder, "target", ".iso");
    try (ImageSource source = ImageSource.open(base)) {
      ImageCopy.write(base, target, patch.build().plan(source), DeriveOptions.DEFAULT);
    }
    return target;
  }

  private Path image() throws Exception {
    Path tree = Files.createDirectories(folder.resolve("tree"));
    Files.createDirectories(tree.resolve("dir"));
    Files.writeString(tree.resolve("a"), "a");
    Files.writeString(tree.resolve("c"), "c");
    Files.writeString(tree.resolve("dir/b"), "b");
    Files.write(tree.resolve("dir/d"), new byte[5_000_000]);
    String shell = "cd '" + tree + "' && ";
    Programs.run("sh", "-c", shell + "md5sum ./a ./c ./dir/b ./dir/d | tee md5sum.txt");
    Files.writeString(
        tree.resolve("md5sum.txt"),
        Files.readString(tree.resolve("md5sum.txt")) + "0".repeat(32) + "  ./elsewhere\n");
    Programs.run("sh", "-c", shell + "sha256sum a dir/b | tee SHA256SUMS");
    Programs.run("sh", "-c", shell + "cd dir && sha512sum d | tee d.sha512");
    Files.writeString(
        tree.resolve(".treeinfo"),
        "[general]\na = x\n[checksums]\na = sha256:"
            + "0".repeat(64)
            + "\ndir/b = sha256:"
            + "0".repeat(64)
            + "\n");
    Path image = folder.resolve("image.iso");
    Programs.run("xorriso", "-as", "mkisofs", "-quiet", "-R", "-J", "-o", image, tree);
    return image;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
