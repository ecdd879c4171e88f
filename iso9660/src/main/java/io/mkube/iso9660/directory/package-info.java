/**
 * Directories and their entries in each of the trees of an image. Read {@link
 * io.mkube.iso9660.directory.Tree} first.
 */
@NullMarked
package io.mkube.iso9660.directory;

import org.jspecify.annotations.NullMarked;
