/** The file tree of the device. Read {@link io.mkube.routeros.simulator.file.FileTree} first. */
@NullMarked
package io.mkube.routeros.simulator.file;

import org.jspecify.annotations.NullMarked;
