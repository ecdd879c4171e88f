package io.mkube.store.nats;

/**
 * What the reply subject of a delivered message tells: {@code $JS.ACK.[domain.account.]stream.
 * consumer.deliveries.sequence.consumerSequence.time.pending[.token]}.
 *
 * @param sequence sequence in the stream
 * @param consumerSequence sequence in the consumer, from 1
 * @param nanos when the server stored it, nanoseconds since 1970
 * @param pending messages that are still to be delivered
 */
record Delivered(long sequence, long consumerSequence, long nanos, long pending) {
  private static final int SHORT_FORM = 9;

  /**
   * Reads a reply subject.
   *
   * @throws IllegalArgumentException if it is none of a delivered message
   */
  static Delivered parse(String reply) {
    int tokens = 1;
    for (int i = 0; i < reply.length(); i++) {
      if (reply.charAt(i) == '.') {
        tokens++;
      }
    }
    int first = tokens == SHORT_FORM ? 5 : 7;
    if (!reply.startsWith("$JS.ACK.") || tokens < SHORT_FORM) {
      throw new IllegalArgumentException("not delivered by a stream: " + reply);
    }
    long[] numbers = new long[4];
    int position = 0;
    for (int token = 0; token < first; token++) {
      position = reply.indexOf('.', position) + 1;
    }
    for (int i = 0; i < numbers.length; i++) {
      int dot = reply.indexOf('.', position);
      int end = dot < 0 ? reply.length() : dot;
      numbers[i] = Long.parseLong(reply, position, end, 10);
      position = end + 1;
    }
    return new Delivered(numbers[0], numbers[1], numbers[2], numbers[3]);
  }
}
