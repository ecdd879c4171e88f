package io.mkube.apiserver.kubelet;

import io.netty.handler.codec.spdy.DefaultSpdySynReplyFrame;
import io.netty.handler.codec.spdy.SpdyFrame;
import io.netty.handler.codec.spdy.SpdySynStreamFrame;

/** Streams of SPDY. */
final class Streams {
  private Streams() {}

  /** Takes a stream. The reply has a header because clients cannot read a reply without any. */
  static SpdyFrame taken(SpdySynStreamFrame opened) {
    DefaultSpdySynReplyFrame reply = new DefaultSpdySynReplyFrame(opened.streamId());
    reply.headers().set("taken", "yes");
    return reply;
  }
}
