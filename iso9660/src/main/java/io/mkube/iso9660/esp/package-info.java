/**
 * EFI system partitions inside an image: where UEFI machines read their configuration. Read {@link
 * io.mkube.iso9660.esp.EspImages} first.
 */
@NullMarked
package io.mkube.iso9660.esp;

import org.jspecify.annotations.NullMarked;
