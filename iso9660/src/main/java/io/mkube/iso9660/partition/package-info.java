/**
 * How an image looks as a disk: partition tables in its system area (ECMA-119 6.2.1) and at its
 * end. Read {@link io.mkube.iso9660.partition.PartitionTables} first.
 */
@NullMarked
package io.mkube.iso9660.partition;

import org.jspecify.annotations.NullMarked;
