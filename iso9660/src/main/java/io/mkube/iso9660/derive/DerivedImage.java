package io.mkube.iso9660.derive;

import java.nio.file.Path;
import java.time.Duration;

/**
 * An image that has been derived.
 *
 * @param file where it is: the target, or what it pointed to if it was a symbolic link
 * @param size bytes of it
 * @param changedBytes bytes that were written over the copy of the base
 * @param time what the copy and the changes took
 */
public record DerivedImage(Path file, long size, long changedBytes, Duration time) {}
