package io.mkube.iso9660.bootargs;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Arguments of a kernel that are to be there. One that is there already stays where it is. One
 * whose name is there with another value replaces it, as a kernel that finds both would take one of
 * them; but some names may stand there several times, and then the new one comes behind the others.
 *
 * @param wanted words as the kernel gets them
 */
record Arguments(List<String> wanted) {
  /** Names that kernels and their init programs collect instead of overriding. */
  private static final Set<String> REPEATED =
      Set.of(
          "earlycon",
          "nameserver",
          "module_blacklist",
          "modprobe.blacklist",
          "rd.driver.blacklist",
          "rd.driver.pre",
          "rd.driver.post",
          "rd.luks.uuid",
          "rd.lvm.lv",
          "rd.md.uuid",
          "rd.iscsi.param",
          "rd.route",
          "rd.znet",
          "rd.dasd",
          "rd.zfcp",
          "netroot",
          "systemd.mask",
          "systemd.wants",
          "systemd.setenv",
          "inst.addrepo",
          "inst.dd",
          "inst.sshpw",
          "vlan",
          "bond",
          "bridge",
          "team",
          "hugepages",
          "hugepagesz",
          "memmap",
          "ifname");

  /** Names that installers answer to, beside those with a slash, which are preseeded questions. */
  private static final Set<String> INSTALLER =
      Set.of(
          "auto",
          "auto-install",
          "automatic-ubiquity",
          "autoinstall",
          "classes",
          "cloud-config-url",
          "country",
          "desktop",
          "domain",
          "ds",
          "file",
          "hostname",
          "interface",
          "iso-url",
          "keymap",
          "language",
          "locale",
          "modules",
          "only-ubiquity",
          "priority",
          "protocol",
          "recommends",
          "rescue",
          "subiquity",
          "suite",
          "tasks",
          "theme",
          "url");

  Arguments {
    wanted = List.copyOf(wanted);
  }

  /** What a name stands for: consoles with one device replace each other, others do not. */
  static String key(String word) {
    int equals = word.indexOf('=');
    if (equals < 0) {
      return word;
    }
    String name = word.substring(0, equals);
    if (name.equals("console")) {
      int comma = word.indexOf(',');
      return comma < 0 ? word : word.substring(0, comma);
    }
    return REPEATED.contains(name) ? word : name + "=";
  }

  /**
   * Whether an argument speaks to the installer of Debian or Ubuntu and not to the kernel, so that
   * the installed system is not to get it: it goes before the {@code ---} behind which the others
   * stand (Debian installation guide, 5.3).
   */
  static boolean isOnlyForInstaller(String word) {
    int equals = word.indexOf('=');
    String name = equals < 0 ? word : word.substring(0, equals);
    return INSTALLER.contains(name) || name.indexOf('/') >= 0;
  }

  /**
   * What a list of words becomes.
   *
   * @param present words that are there
   * @return for each of them what it becomes, and behind them what is new; null where a word goes
   */
  Edit edit(List<String> present) {
    List<Boolean> kept = new ArrayList<>();
    for (String word : present) {
      boolean replaced =
          wanted.stream().anyMatch(w -> !w.equals(word) && key(w).equals(key(word)))
              && !wanted.contains(word);
      kept.add(!replaced);
    }
    List<String> added = wanted.stream().filter(word -> !present.contains(word)).toList();
    return new Edit(kept, added);
  }

  /**
   * A change of a list of words.
   *
   * @param kept for each word whether it stays
   * @param added words that come behind them
   */
  record Edit(List<Boolean> kept, List<String> added) {
    boolean nothing() {
      return added.isEmpty() && !kept.contains(false);
    }
  }
}
