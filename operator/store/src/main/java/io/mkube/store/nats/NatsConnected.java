package io.mkube.store.nats;

/**
 * What feed, writes and sweeper share.
 *
 * @param place where the store is, for people
 * @param link the connection
 * @param bucket the bucket
 * @param view what was seen of it
 * @param publisher sends to it
 */
record NatsConnected(String place, NatsLink link, Bucket bucket, View view, Publisher publisher) {}
