package io.mkube.benchmarks.load;

import java.nio.ByteBuffer;

/** Requests to etcd, as its {@code rpc.proto} describes them. */
final class EtcdMessages {
  static final String TXN = "/etcdserverpb.KV/Txn";
  static final String DELETE_RANGE = "/etcdserverpb.KV/DeleteRange";
  static final String WATCH = "/etcdserverpb.Watch/Watch";
  private static final int COMPARE_MOD = 2;

  private EtcdMessages() {}

  /** Puts a value if the key has a modification revision; 0 means that it must not exist. */
  static byte[] compareAndPut(byte[] key, long revision, byte[] value) {
    ProtoWriter compare =
        new ProtoWriter().number(1, 0).number(2, COMPARE_MOD).bytes(3, key).number(6, revision);
    ProtoWriter put = new ProtoWriter().bytes(1, key).bytes(2, value);
    return new ProtoWriter()
        .message(1, compare)
        .message(2, new ProtoWriter().message(2, put))
        .toBytes();
  }

  /** Whether the answer to {@link #compareAndPut} says that it was done. */
  static boolean succeeded(ByteBuffer answer) {
    int at = answer.position();
    if (answer.get(at) != 0x0a) {
      return false;
    }
    at += 2 + answer.get(at + 1);
    return at + 1 < answer.limit() && answer.get(at) == 0x10 && answer.get(at + 1) == 1;
  }

  static byte[] deleteRange(byte[] from, byte[] to) {
    return new ProtoWriter().bytes(1, from).bytes(2, to).toBytes();
  }

  static byte[] watch(byte[] from, byte[] to) {
    ProtoWriter create = new ProtoWriter().bytes(1, from).bytes(2, to);
    return new ProtoWriter().message(1, create).toBytes();
  }
}
