/** The library on the command line. Read {@link io.mkube.iso9660.cli.IsoCommand} first. */
@NullMarked
package io.mkube.iso9660.cli;

import org.jspecify.annotations.NullMarked;
