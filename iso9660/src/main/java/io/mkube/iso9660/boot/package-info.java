/**
 * How machines boot from an image as from a CD. Read {@link io.mkube.iso9660.boot.BootCatalog}
 * first.
 */
@NullMarked
package io.mkube.iso9660.boot;

import org.jspecify.annotations.NullMarked;
