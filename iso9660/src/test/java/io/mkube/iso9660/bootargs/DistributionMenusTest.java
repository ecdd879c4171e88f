package io.mkube.iso9660.bootargs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments.ArgumentSet;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Menus of the shapes in which distributions ship them. In the texts {@code @} marks where the
 * arguments of the kernel belong, and {@code ~} where those of an installer do.
 */
final class DistributionMenusTest {
  private static final String KERNEL = "console=ttyS0,115200 rd.iscsi.firmware ip=ibft";
  private static final String INSTALLER = "autoinstall preseed/url=http://192.0.2.1/p.cfg";

  static List<ArgumentSet> menus() {
    return List.of(
        menu("anaconda, GRUB", "/EFI/BOOT/grub.cfg", ANACONDA_GRUB),
        menu("anaconda, isolinux", "/isolinux/isolinux.cfg", ANACONDA_ISOLINUX),
        menu("Debian, GRUB", "/boot/grub/grub.cfg", DEBIAN_GRUB),
        menu("Debian, isolinux", "/isolinux/txt.cfg", DEBIAN_ISOLINUX),
        menu("Ubuntu server", "/boot/grub/grub.cfg", UBUNTU),
        menu("openSUSE, GRUB", "/EFI/BOOT/grub.cfg", SUSE_GRUB),
        menu("openSUSE, isolinux", "/boot/x86_64/loader/isolinux.cfg", SUSE_ISOLINUX),
        menu("Arch, systemd-boot", "/loader/entries/01-arch.conf", ARCH_ENTRY),
        menu("Arch, syslinux", "/boot/syslinux/sys-linux.cfg", ARCH_SYSLINUX),
        menu("Alpine", "/boot/syslinux/syslinux.cfg", ALPINE),
        menu("Talos", "/boot/grub/grub.cfg", TALOS),
        menu("Flatcar", "/boot/grub/grub.cfg", FLATCAR));
  }

  private static ArgumentSet menu(String name, String path, String text) {
    return org.junit.jupiter.params.provider.Arguments.argumentSet(name, path, text);
  }

  @ParameterizedTest
  @MethodSource("menus")
  void everyKernelGetsItsArgumentsWhereTheDistributionExpectsThem(String path, String marked) {
    boolean separated = marked.contains("---");
    String words = separated ? KERNEL + " " + INSTALLER : KERNEL;
    String before = marked.replace("@", "").replace("~", "");
    String after = marked.replace("@", " " + KERNEL).replace("~", INSTALLER + " ");
    assertEquals(after, edited(path, before, words));
  }

  private static String edited(String path, String text, String words) {
    Arguments arguments = new Arguments(KernelArguments.words(words));
    Dialect dialect = Dialect.of(path.toLowerCase(Locale.ROOT), text).orElseThrow();
    String after = Splice.apply(text, dialect.edits(text, arguments));
    assertEquals(List.of(), dialect.edits(after, arguments), "doing it twice is doing it once");
    return after;
  }

  @Test
  void theInstallerKeepsItsArgumentsBeforeTheOlderSeparator() {
    assertEquals(
        "label a\n kernel k\n append initrd=i url=http://h/p -- quiet console=ttyS0\n",
        edited(
            "/isolinux/txt.cfg",
            "label a\n kernel k\n append initrd=i -- quiet\n",
            "url=http://h/p console=ttyS0"));
  }

  private static final String ANACONDA_GRUB =
      """
      set default="1"
      function load_video {
        insmod all_video
      }
      load_video
      set timeout=60
      search --no-floppy --set=root -l 'Example-S-dvd-x86_64-9'
      ### BEGIN /etc/grub.d/10_linux ###
      menuentry 'Install Example 9' --class fedora --class gnu-linux --class os {
      \tlinuxefi /images/pxeboot/vmlinuz inst.stage2=hd:LABEL=Example-S-dvd-x86_64-9 quiet@
      \tinitrdefi /images/pxeboot/initrd.img
      }
      menuentry 'Test this media & install Example 9' --class fedora {
      \tlinux /images/pxeboot/vmlinuz inst.stage2=hd:LABEL=Example-S-dvd-x86_64-9 rd.live.check quiet@
      \tinitrd /images/pxeboot/initrd.img
      }
      submenu 'Troubleshooting -->' {
      \tmenuentry 'Install in basic graphics mode' {
      \t\tlinux /images/pxeboot/vmlinuz inst.stage2=hd:LABEL=Example-S-dvd-x86_64-9 nomodeset quiet@
      \t\tinitrd /images/pxeboot/initrd.img
      \t}
      }
      """;

  private static final String ANACONDA_ISOLINUX =
      """
      default vesamenu.c32
      timeout 600
      display boot.msg
      menu title Example 9
      label linux
        menu label ^Install Example 9
        menu default
        kernel vmlinuz
        append initrd=initrd.img inst.stage2=hd:LABEL=Example\\x209\\x20x86_64 quiet@
      menu separator # insert an empty line
      menu begin ^Troubleshooting
        menu title Troubleshooting
      label basic
        menu indent count 5
        menu label Install using ^basic graphics mode
        text help
      \tTry this if the installer shows nothing.
      \tLinux then runs without graphics.
      \tAppend nothing.
        endtext
        kernel vmlinuz
        append initrd=initrd.img inst.stage2=hd:LABEL=Example\\x209\\x20x86_64 nomodeset quiet@
      label local
        menu label Boot from ^local drive
        localboot 0xffff
      menu end
      """;

  private static final String DEBIAN_GRUB =
      """
      if [ x$feature_default_font_path = xy ] ; then
         font=unicode
      else
         font=$prefix/font.pf2
      fi
      if loadfont $font ; then
        set gfxmode=800x600
        terminal_output gfxterm
      fi
      menuentry --hotkey=i 'Install' {
          set background_color=black
          linux    /install.amd/vmlinuz vga=788 ~--- quiet@
          initrd   /install.amd/initrd.gz
      }
      submenu --hotkey=a 'Advanced options ...' {
          set gfxpayload=keep
          menuentry '... Expert install' {
              linux    /install.amd/vmlinuz priority=low vga=788 ~---@
              initrd   /install.amd/initrd.gz
          }
          submenu 'Desktop environment menu ...' {
              menuentry '... Rescue mode' {
                  linux    /install.amd/vmlinuz vga=788 rescue/enable=true ~--- quiet@
                  initrd   /install.amd/gtk/initrd.gz
              }
          }
      }
      """;

  private static final String DEBIAN_ISOLINUX =
      """
      label install
      \tmenu label ^Install
      \tkernel /install.amd/vmlinuz
      \tappend vga=788 initrd=/install.amd/initrd.gz ~--- quiet@
      include adtxt.cfg
      label expert
      \tmenu label E^xpert install
      \tkernel /install.amd/vmlinuz
      \tappend priority=low vga=788 initrd=/install.amd/initrd.gz ~---@
      """;

  private static final String UBUNTU =
      """
      set timeout=30
      loadfont unicode
      menuentry "Try or Install Server" {
      \tset gfxpayload=keep
      \tlinux\t/casper/vmlinuz  ~---@
      \tinitrd\t/casper/initrd
      }
      grub_platform
      if [ "$grub_platform" = "efi" ]; then
      menuentry 'Boot from next volume' {
      \texit 1
      }
      menuentry 'UEFI Firmware Settings' {
      \tfwsetup
      }
      else
      menuentry 'Test memory' {
      \tmultiboot /boot/memtest86+x64.bin
      }
      fi
      menuentry "With iso-scan" { linux /casper/vmlinuz iso-scan/filename=${iso_path} ~--- quiet@; initrd /casper/initrd; }
      """;

  private static final String SUSE_GRUB =
      """
      with_fonts=1
      if [ "${grub_platform}" = "efi" ]; then
        set linux=linuxefi
        set initrd=initrdefi
      fi
      menuentry "Installation" --class opensuse --class gnu-linux {
        set gfxpayload=keep
        echo 'Loading kernel ...'
        linuxefi ($root)/boot/x86_64/loader/linux splash=silent@
        echo 'Loading initial ramdisk ...'
        initrdefi ($root)/boot/x86_64/loader/initrd
      }
      menuentry "Upgrade" --class opensuse {
        $linux ($root)/boot/x86_64/loader/linux splash=silent upgrade=1@
        $initrd ($root)/boot/x86_64/loader/initrd
      }
      submenu "More ..." {
        menuentry 'Check Installation Media' {
          linux /boot/x86_64/loader/linux mediacheck=1 plymouth.enable=0 root="live:CDLABEL=A B"@
        }
      }
      """;

  private static final String SUSE_ISOLINUX =
      """
      default harddisk
      # hard disk
      label harddisk
        localboot -2
      # install
      label linux
        kernel linux
        append initrd=initrd splash=silent showopts@
      # memory test
      label memtest
        kernel memtest.bin
      implicit\t1
      gfxboot\tbootlogo
      display\tmessage
      prompt\t\t1
      """;

  private static final String ARCH_ENTRY =
      """
      title    Example install medium (%ARCH%, UEFI)
      sort-key 01
      # options of another entry
      linux    /arch/boot/x86_64/vmlinuz-linux
      initrd   /arch/boot/x86_64/initramfs-linux.img
      options  archisobasedir=arch archisosearchuuid=2026-01-01-00-00-00-00@
      """;

  private static final String ARCH_SYSLINUX =
      """
      LABEL arch
      TEXT HELP
      Boot the install medium on BIOS.
      Linux is started with a screen reader by the other one.
      ENDTEXT
      MENU LABEL Install medium (%ARCH%, BIOS)
      LINUX /%INSTALL_DIR%/boot/x86_64/vmlinuz-linux
      INITRD /%INSTALL_DIR%/boot/x86_64/initramfs-linux.img
      APPEND archisobasedir=%INSTALL_DIR% archisosearchuuid=%ARCHISO_UUID%@
      LABEL existing
      COM32 chain.c32
      APPEND hd0 0
      """;

  private static final String ALPINE =
      """
      SERIAL 0 115200
      TIMEOUT 20
      PROMPT 1
      DEFAULT lts

      LABEL lts
      MENU LABEL Linux lts
      KERNEL /boot/vmlinuz-lts
      INITRD /boot/initramfs-lts
      FDTDIR /boot/dtbs-lts
      APPEND modules=loop,squashfs,sd-mod,usb-storage quiet@
      """;

  private static final String TALOS =
      """
      set default=0
      set timeout=3
      insmod all_video
      terminal_input console
      menuentry "Talos ISO" {
      \tset gfxmode=auto
      \tlinux /boot/vmlinuz talos.platform=metal console=tty0 init_on_alloc=1 printk.devkmsg=on@
      \tinitrd /boot/initramfs.xz
      }
      """;

  private static final String FLATCAR =
      """
      set linux_console="console=tty0"
      if [ "$grub_platform" = efi ]; then
          set suf="efi"
      else
          set suf=""
      fi
      function gptprio {
         linux$suf "$gptprio_kernel" $gptprio_cmdline $linux_console $linux_append@
      }
      menuentry "Live" --id=flatcar --unrestricted {
         linux$suf /flatcar/vmlinuz-a $linux_console flatcar.autologin $linux_append@
      }
      """;
}
