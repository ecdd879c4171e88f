package io.mkube.store.nats;

/**
 * What feed, writes and trimmer share.
 *
 * @param place where the store is, for people
 * @param link the connection
 * @param bucket the bucket
 * @param room how full it is
 * @param view what was seen of it
 * @param publisher sends to it
 * @param monitor tells what clients cannot ask
 */
record NatsConnected(
    String place,
    NatsLink link,
    Bucket bucket,
    Room room,
    View view,
    Publisher publisher,
    ServerMonitor monitor)
    implements AutoCloseable {
  @Override
  public void close() {
    publisher.close();
    monitor.close();
    link.close();
  }
}
