/**
 * The store in a data directory: an append-only log, snapshots of it, and all live objects in
 * memory. Read {@link io.mkube.store.embedded.EmbeddedObjectStore} first.
 *
 * <h2>The directory: segments of format 1, snapshots of format 2</h2>
 *
 * <p>{@code segment-N.log} are the pieces of the log, numbered without gaps; {@code
 * snapshot-R.snap} holds the live objects at revision R; {@code lock} names the process that has
 * the directory open; {@code *.tmp} are unfinished files that the next open removes. Numbers are
 * big-endian; varints have seven bits a byte, the lowest first.
 *
 * <p>Every file starts with a header of 44 bytes: magic (8, {@code MKUBELOG} or {@code MKUBESNP}),
 * format version (4), zero (4), segment number or snapshot revision (8), number of objects in a
 * snapshot (8), a random salt (8), CRC32C of the 40 bytes before (4).
 *
 * <p>Frames follow. A frame is what one write to the disk made durable, so that a power cut loses a
 * whole frame or nothing of it: magic {@code MKFR} (4), length of the records (4), revision of the
 * first record (8), CRC32C of the records (4), CRC32C of the salt and the 20 bytes before (4), then
 * the records. A log segment is filled with zeros beyond its last frame. The salt makes a frame of
 * another file, or one that was put into a value, invalid.
 *
 * <p>A record is its length (varint), flags (1 byte: 1 delete, 2 compressed, 4 previous uid
 * present), revision and previous revision of the key (varints), group, resource, namespace, name
 * and uid (each length as varint, UTF-8), the previous uid if present, the value's length if
 * compressed (varint), and the value or its raw deflate form to the end.
 *
 * <p>Snapshots of format 2 know two flags more. 16 alone: the bytes to the end are a template; they
 * are numbered from 0, and each stands before the objects that need it. 8: the value is packed;
 * number of the template and length of the value (varints) stand before its packed form, which
 * {@link io.mkube.store.encoding.Template} describes. Snapshots of format 1 have the records of
 * segments.
 */
@NullMarked
package io.mkube.store.embedded;

import org.jspecify.annotations.NullMarked;
