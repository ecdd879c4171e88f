/**
 * The store on NATS: one JetStream key-value bucket that several servers may share. Read {@link
 * io.mkube.store.nats.NatsObjectStore} first.
 *
 * <p>The revision of a write is its sequence in the bucket's stream. Every key is a subject of four
 * tokens ({@link io.mkube.store.nats.KeySubjects}); every message is a record of format 1 ({@link
 * io.mkube.store.nats.RecordCodec}), a deleted key's last one with its last state. The first
 * message names the format, so that no object gets revision 1.
 */
@NullMarked
package io.mkube.store.nats;

import org.jspecify.annotations.NullMarked;
