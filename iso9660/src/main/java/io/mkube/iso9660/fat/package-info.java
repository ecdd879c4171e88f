/**
 * FAT file systems inside an image, which UEFI machines boot from. Read {@link
 * io.mkube.iso9660.fat.FatVolume} first. Source: Microsoft, FAT: General Overview of On-Disk
 * Format, 1.03.
 */
@NullMarked
package io.mkube.iso9660.fat;

import org.jspecify.annotations.NullMarked;
