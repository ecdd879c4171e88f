package io.mkube.routeros.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The adapter sends exactly the requests of the files on system and disks, and reads their answers.
 */
class SystemWireTest {
  @RegisterExtension static final WireFiles FILES = WireFiles.ofSystem();

  @Nested
  class Resources {
    @Test
    void readsTheResources() {
      var resource = FILES.read("system-resource", device -> device.system().resource());

      assertEquals("7.21.5 (stable)", resource.version());
      assertEquals("arm64", resource.architecture());
      assertEquals("RDS2216", resource.board());
      assertEquals(16, resource.cpuCount());
      assertEquals(3, resource.cpuLoad());
      assertEquals(34359738368L, resource.totalMemory());
      assertEquals(30064771072L, resource.freeMemory());
      assertEquals("1w2d3h4m5s", resource.uptime());
    }

    @Test
    void readsTheIdentity() {
      assertEquals("rose1", FILES.read("system-identity", device -> device.system().identity()));
    }
  }

  @Nested
  class Files {
    @Test
    void findsAFile() {
      assertEquals(
          Optional.of(14L),
          FILES.read("file-find", device -> device.files().find("raid1/mkube/a.conf")));
    }

    @Test
    void findsAFolder() {
      assertEquals(
          Optional.of(0L),
          FILES.read("file-find-folder", device -> device.files().find("/raid1/mkube")));
    }

    @Test
    void findsNothing() {
      assertEquals(
          Optional.empty(),
          FILES.read("file-find-nothing", device -> device.files().find("raid1/mkube/none")));
    }

    @Test
    void createsAFolderThatMayExist() {
      FILES.sends("file-add-folder", device -> device.files().createFolder("raid1/mkube"));
      FILES.sends("file-add-folder-exists", device -> device.files().createFolder("/raid1/mkube/"));
    }

    @Test
    void writesOverAFile() {
      FILES.sends(
          "file-write-over", device -> device.files().write("raid1/mkube/a.conf", "other\n"));
    }

    @Test
    void writesANewFile() {
      FILES.sends(
          List.of("file-write-new", "file-write-absent"),
          device -> device.files().write("raid1/mkube/a.conf", "key = ü\nnext\n"));
    }

    @Test
    void renamesAndRemoves() {
      FILES.sends(
          "file-rename",
          device -> device.files().rename("raid1/mkube/a.conf", "raid1/mkube/b.conf"));
      FILES.sends("file-remove", device -> device.files().remove("/raid1/mkube/a.conf"));
    }

    @Test
    void takesAGoneFileForRemoved() {
      FILES.sends("file-remove-gone", device -> device.files().remove("raid1/mkube/none"));
    }
  }
}
