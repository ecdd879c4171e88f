package io.mkube.apiserver.kubelet;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.spdy.DefaultSpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyFrame;
import io.netty.handler.codec.spdy.SpdyPingFrame;
import io.netty.handler.codec.spdy.SpdySynStreamFrame;
import java.util.HashMap;
import java.util.Map;

/** Ports that repeat what they are sent: each connection has a stream of data and one of errors. */
@SuppressWarnings("FutureReturnValueIgnored") // A connection that breaks closes itself.
final class PortsOverSpdy extends SimpleChannelInboundHandler<SpdyFrame> {
  /** The stream of errors of each request, and the request of each stream of data. */
  private final Map<String, Integer> errors = new HashMap<>();

  private final Map<Integer, String> requests = new HashMap<>();

  @Override
  protected void channelRead0(ChannelHandlerContext context, SpdyFrame frame) {
    switch (frame) {
      case SpdyPingFrame ping -> context.writeAndFlush(ping);
      case SpdySynStreamFrame opened -> {
        String request = opened.headers().getAsString("requestid");
        if (opened.headers().getAsString("streamtype").equals("error")) {
          errors.put(request, opened.streamId());
        } else {
          requests.put(opened.streamId(), request);
        }
        context.writeAndFlush(Streams.taken(opened));
      }
      case SpdyDataFrame data when requests.containsKey(data.streamId()) -> {
        context.writeAndFlush(
            new DefaultSpdyDataFrame(data.streamId(), data.content().retain())
                .setLast(data.isLast()));
        if (data.isLast()) {
          int error = errors.getOrDefault(requests.getOrDefault(data.streamId(), ""), -1);
          context.writeAndFlush(new DefaultSpdyDataFrame(error).setLast(true));
        }
      }
      default -> {}
    }
  }
}
