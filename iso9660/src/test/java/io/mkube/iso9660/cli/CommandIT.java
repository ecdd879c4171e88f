package io.mkube.iso9660.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mkube.iso9660.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person types, against an image with a menu in its tree and another in its ESP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CommandIT {
  private static final String MENU = "menuentry a {\n  linux /linux quiet\n}\n";
  private static final String ESP_MENU = "linux /linux from=esp\nboot\n";

  private static final int LINUX = 2 << 20;

  private Path folder;
  private Path base;

  @BeforeAll
  void makeImage(@TempDir Path temporary) throws Exception {
    folder = temporary;
    Path tree = makeTree();
    Path esp = makeEfiPartition();
    base = folder.resolve("base image.iso");
    List<Object> command = new ArrayList<>(List.of("xorriso", "-as", "mkisofs", "-quiet"));
    command.addAll(List.of("-R", "-J", "-V", "TEST", "-append_partition", "2", "0xef", esp));
    command.addAll(List.of("-c", "boot.cat", "-e", "--interval:appended_partition_2:all::"));
    command.addAll(List.of("-no-emul-boot", "-o", base, tree));
    Programs.run(command.toArray());
    Programs.run("implantisomd5", base);
  }

  private Path makeTree() throws IOException {
    Path tree = folder.resolve("tree");
    Files.createDirectories(tree.resolve("boot/grub"));
    Files.createDirectory(tree.resolve("empty"));
    Files.writeString(tree.resolve("boot/grub/grub.cfg"), MENU);
    // isomd5sum cannot check what it has implanted into volumes of less than 20 × 32 KiB.
    Files.write(tree.resolve("linux"), new byte[LINUX]);
    Files.writeString(tree.resolve("ünï \"cøde\" 日本 😀.txt"), "odd");
    Files.writeString(tree.resolve("line\nbreak\u001b[31m"), "hostile");
    Files.createSymbolicLink(tree.resolve("link"), Path.of("boot/../boot/grub/grub.cfg"));
    Files.createSymbolicLink(tree.resolve("loop"), Path.of("loop"));
    Files.writeString(tree.resolve("md5sum.txt"), "0".repeat(32) + "  ./linux\n");
    return tree;
  }

  private Path makeEfiPartition() throws Exception {
    Path esp = folder.resolve("efi.img");
    Programs.run("truncate", "-s", "2M", esp);
    Programs.run("mkfs.fat", esp);
    Path menu = Files.writeString(folder.resolve("esp.cfg"), ESP_MENU);
    Programs.run("mmd", "-i", esp, "::EFI", "::EFI/BOOT");
    Programs.run("mcopy", "-i", esp, menu, "::EFI/BOOT/grub.cfg");
    return esp;
  }

  @Test
  void listsWithColumnsAndWithoutObeyingNames() {
    List<String> lines = Cli.succeed("ls", base).out().lines().toList();
    assertEquals(9, lines.size(), lines::toString);
    assertTrue(
        lines.stream().anyMatch(l -> l.endsWith(" ünï \"cøde\" 日本 😀.txt")), lines::toString);
    assertTrue(lines.stream().anyMatch(l -> l.endsWith(" line\\nbreak\\x1b[31m")), lines::toString);
    assertTrue(lines.stream().anyMatch(l -> l.endsWith(" link -> boot/../boot/grub/grub.cfg")));
    String linux = lines.stream().filter(l -> l.endsWith(" linux")).findFirst().orElseThrow();
    assertTrue(
        linux.matches(
            "-rw-r--r-- +1 +\\d+ +\\d+ +2097152 \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d linux"),
        linux);
  }

  @Test
  void listsBelowADirectoryAndInEfiPartitionsByPath() {
    assertEquals(
        List.of("/boot/grub", "/boot/grub/grub.cfg"),
        lastWords(Cli.succeed("ls", "-R", base, "boot")));
    assertEquals(
        List.of("esp1:/EFI", "esp1:/EFI/BOOT", "esp1:/EFI/BOOT/grub.cfg"),
        lastWords(Cli.succeed("ls", "-R", base, "esp:/")));
    assertEquals(
        List.of("esp1:/EFI/BOOT/grub.cfg"), lastWords(Cli.succeed("ls", base, "esp1:/efi/boot")));
  }

  @Test
  void printsJsonThatOtherProgramsRead() throws Exception {
    Path json =
        Files.write(folder.resolve("ls.json"), Cli.succeed("ls", "-R", "--json", base).bytes());
    assertTrue(
        Programs.run("python3", "-m", "json.tool", json).contains("\"/line\\nbreak\\u001b[31m\""));
    Path info =
        Files.write(folder.resolve("info.json"), Cli.succeed("info", "--json", base).bytes());
    String text = Programs.run("python3", "-m", "json.tool", info);
    for (String key :
        List.of(
            "volume",
            "trees",
            "boot",
            "partitions",
            "efiPartitions",
            "implantedMd5",
            "checksumLists",
            "unusual")) {
      assertTrue(text.contains("\n    \"" + key + "\": "), text);
    }
    assertEquals("[]\n", Cli.succeed("ls", "--json", base, "/empty").out());
  }

  @Test
  void writesFilesAsTheyAre() {
    assertEquals(MENU, Cli.succeed("cat", base, "/boot/grub/grub.cfg").out());
    assertEquals(MENU, Cli.succeed("cat", base, "/link").out());
    assertEquals("odd", Cli.succeed("cat", base, "/ünï \"cøde\" 日本 😀.txt").out());
    assertEquals(ESP_MENU, Cli.succeed("cat", base, "esp:/EFI/BOOT/grub.cfg").out());
  }

  @Test
  void patchesTreesAndPartitionsAtOnce() throws Exception {
    Path one = Files.writeString(folder.resolve("one=two.cfg"), "one");
    Path target = folder.resolve("patched.iso");
    Cli.succeed(
        "patch",
        base,
        target,
        "--mkdir",
        "/new",
        "--add",
        "/new/a=" + one,
        "--add=/b=" + one,
        "--replace",
        "esp1:/EFI/BOOT/grub.cfg=" + folder.resolve("esp.cfg"),
        "--delete",
        "/loop",
        "--kernel-args",
        "console=ttyS0,115200 ip=ibft",
        "--renew-sums");
    assertEquals("one", Cli.succeed("cat", target, "/new/a").out());
    assertEquals(
        ESP_MENU.replace("esp\n", "esp console=ttyS0,115200 ip=ibft\n"),
        Cli.succeed("cat", target, "esp:/EFI/BOOT/grub.cfg").out());
    assertTrue(Cli.succeed("cat", target, "/boot/grub/grub.cfg").out().contains(" quiet console="));
    assertEquals(
        Programs.run("md5sum", folder.resolve("tree/linux")).substring(0, 32) + "  ./linux\n",
        Cli.succeed("cat", target, "/md5sum.txt").out());
    assertEquals(IsoCommand.FAILED, Cli.run("ls", target, "/loop").code());
    assertEquals("no errors\n", lastLine(Cli.succeed("verify", target)));
    Programs.run("checkisomd5", target);

    Path again = folder.resolve("again.iso");
    Cli.succeed("patch", target, again, "--kernel-args", "console=ttyS0,115200 ip=ibft");
    assertArrayEquals(Files.readAllBytes(target), Files.readAllBytes(again));
  }

  @Test
  void showsWhatItWouldDoAndDoesNothing() {
    Path target = folder.resolve("dry.iso");
    String out =
        Cli.succeed(
                "patch", base, target, "--kernel-args", "x=1", "--delete", "/linux", "--dry-run")
            .out();
    assertTrue(out.startsWith("delete /linux\n--- /boot/grub/grub.cfg\n"), out);
    assertTrue(out.contains("\n-  linux /linux quiet\n+  linux /linux quiet x=1\n"), out);
    assertTrue(out.matches("(?s).*\nwrite \\d+ bytes at \\d+ \\(sector \\d+\\)\n.*"), out);
    assertTrue(Files.notExists(target));
  }

  @Test
  void showsWhatReplacedFilesWillHold() throws Exception {
    Path text = Files.writeString(folder.resolve("new.cfg"), "# new\nset timeout=1\nend");
    Path data = Files.write(folder.resolve("new.bin"), new byte[] {0, 1, 2});
    String out =
        Cli.succeed(
                "patch",
                base,
                folder.resolve("dry.iso"),
                "--replace",
                "/boot/grub/grub.cfg=" + text,
                "--replace",
                "/linux=" + data,
                "--dry-run")
            .out();
    assertTrue(out.contains("\n+++ /boot/grub/grub.cfg\n@@ -1,"), out);
    assertTrue(out.contains("\n+# new\n"), out);
    assertTrue(out.contains("\n-  linux /linux quiet\n"), out);
    assertTrue(out.contains("\n+end\n\\ No newline at end of file\n"), out);
    assertTrue(out.matches("(?s).*\n  before: \\d+ bytes, sha256 [0-9a-f]{64}\n.*"), out);
    assertTrue(
        out.contains(
            "\n  after:  3 bytes, sha256 "
                + "ae4b3280e56e2faf83f414a6e3dabe9d5fbe18976544c05fed121accb85b53fc\n"),
        out);
  }

  @Test
  void addsAndRemovesImplantedSums() throws Exception {
    Path target = folder.resolve("md5.iso");
    Cli.succeed("patch", base, target, "--no-md5");
    assertTrue(Cli.succeed("info", target).out().contains("implantedMd5: none"));
    Path implanted = folder.resolve("md5-again.iso");
    Cli.succeed("patch", target, implanted, "--implant-md5", "--fsync");
    Programs.run("checkisomd5", implanted);
  }

  @Test
  void tellsDamageByItsExitCode() throws Exception {
    Path damaged = folder.resolve("damaged.iso");
    byte[] bytes = Files.readAllBytes(base);
    bytes[LINUX / 2] ^= 1;
    Files.write(damaged, bytes);
    Cli verify = Cli.run("verify", damaged);
    assertEquals(IsoCommand.FAILED, verify.code());
    assertTrue(verify.out().contains("error: sector 16 (isomd5sum): "), verify.out());
    assertEquals("", verify.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | cat BASE /none | /none: no such file or directory",
        "1 | cat BASE /boot | /boot: is a directory; see mkube iso ls",
        "1 | cat BASE /loop | /loop: symbolic links form a loop",
        "1 | cat BASE esp:/none | esp:/none: none of 1 EFI partitions holds it",
        "1 | cat BASE esp2:/EFI | esp2:/EFI: none of 1 EFI partitions holds it",
        "1 | cat BASE esp:/EFI | esp:/EFI: is a directory; see mkube iso ls",
        "1 | ls none.iso | none.iso: no such file or directory",
        "1 | ls FOLDER | FOLDER: is a directory, not an image",
        "1 | patch BASE BASE --mkdir /x | BASE: is the base itself; name another target",
        "1 | patch BASE TARGET --add /x=none.cfg | none.cfg: no such file or directory",
        "1 | patch BASE TARGET --delete /none | /none: no such file or directory",
        "1 | patch BASE TARGET --mkdir /boot | /boot: is there already",
        "2 | ls | FILE is missing; see 'mkube iso ls --help'",
        "2 | cat BASE | PATH is missing; see 'mkube iso cat --help'",
        "2 | cat BASE /../x | a path in the image must not contain '..': /../x; see 'mkube iso cat"
            + " --help'",
        "2 | info BASE x | there is one word too many: x; see 'mkube iso info --help'",
        "2 | verify --deep BASE | unknown option --deep; see 'mkube iso verify --help'",
        "2 | patch BASE TARGET --add /x | --add needs ISOPATH=FILE, not '/x'; see 'mkube iso patch"
            + " --help'",
        "2 | patch BASE TARGET --mkdir | --mkdir needs a value; see 'mkube iso patch --help'",
        "2 | patch BASE TARGET --no-md5 --implant-md5 | --implant-md5 and --no-md5 contradict each"
            + " other; see 'mkube iso patch --help'",
        "2 | frob | there is no such command, only ls, cat, info, verify, patch; see 'mkube iso"
            + " --help'",
      })
  void refusesInOneLine(int code, String line, String message) {
    Path target = folder.resolve("refused.iso");
    Object[] words =
        List.of(line.split(" ", -1)).stream()
            .map(word -> word.equals("BASE") ? base : word)
            .map(word -> word.equals("TARGET") ? target : word)
            .map(word -> word.equals("FOLDER") ? folder : word)
            .toArray();
    Cli cli = Cli.run(words);
    String told = message.replace("BASE", base.toString()).replace("FOLDER", folder.toString());
    assertEquals("mkube iso " + words[0] + ": " + told + "\n", cli.err());
    assertEquals(code, cli.code());
    assertEquals("", cli.out());
    assertTrue(Files.notExists(target));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ls", "cat", "info", "verify", "patch"})
  void helpsWithExamplesForEveryCommand(String command) {
    String help = Cli.succeed(command, "--help").out();
    assertTrue(help.startsWith("Usage: mkube iso " + command + " "), help);
    assertTrue(help.contains("\nExamples:\n  mkube iso " + command + " "), help);
    assertTrue(help.lines().allMatch(line -> line.length() <= 100), help);
    assertEquals(help, Cli.succeed("help", command).out());
    assertTrue(Cli.succeed("--help").out().contains("mkube iso " + command + " "));
  }

  private static List<String> lastWords(Cli cli) {
    return cli.out().lines().map(line -> line.substring(line.lastIndexOf(' ') + 1)).toList();
  }

  private static String lastLine(Cli cli) {
    String text = new String(cli.bytes(), StandardCharsets.UTF_8);
    return text.substring(text.lastIndexOf('\n', text.length() - 2) + 1);
  }
}
