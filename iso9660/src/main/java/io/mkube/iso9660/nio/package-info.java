/**
 * Images as file systems of {@code java.nio.file}. Read {@link
 * io.mkube.iso9660.nio.IsoFileSystemProvider} first.
 */
@NullMarked
package io.mkube.iso9660.nio;

import org.jspecify.annotations.NullMarked;
