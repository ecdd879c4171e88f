package io.mkube.apiserver.kubelet;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.spdy.DefaultSpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyFrame;
import io.netty.handler.codec.spdy.SpdyPingFrame;
import io.netty.handler.codec.spdy.SpdySynStreamFrame;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Streams named by a header. */
@SuppressWarnings("FutureReturnValueIgnored") // A connection that breaks closes itself.
final class TerminalOverSpdy extends SimpleChannelInboundHandler<SpdyFrame> {
  private static final String STDIN = "stdin";
  private static final String STDOUT = "stdout";
  private static final String ERROR = "error";

  private final Terminal terminal;
  private final Map<String, Integer> streams = new HashMap<>();
  private boolean begun;

  TerminalOverSpdy(String uri) {
    this.terminal = Terminal.of(uri);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, SpdyFrame frame) {
    switch (frame) {
      case SpdyPingFrame ping -> context.writeAndFlush(ping);
      case SpdySynStreamFrame opened -> {
        streams.put(opened.headers().getAsString("streamtype"), opened.streamId());
        context.writeAndFlush(Streams.taken(opened));
        begin(context);
      }
      case SpdyDataFrame data when data.streamId() == streams.getOrDefault(STDIN, -1) -> {
        if (data.content().isReadable()) {
          send(context, STDOUT, data.content().retain(), false);
        }
        if (data.isLast()) {
          end(context);
        }
      }
      default -> {}
    }
  }

  private void begin(ChannelHandlerContext context) {
    boolean all =
        streams.containsKey(ERROR)
            && streams.containsKey(STDOUT)
            && streams.containsKey("stderr")
            && (!terminal.input() || streams.containsKey(STDIN));
    if (all && !begun) {
      begun = true;
      send(context, STDOUT, text(terminal.greeting()), false);
      if (!terminal.input()) {
        end(context);
      }
    }
  }

  private void end(ChannelHandlerContext context) {
    send(context, STDOUT, Unpooled.EMPTY_BUFFER, true);
    send(context, "stderr", Unpooled.EMPTY_BUFFER, true);
    send(context, ERROR, text(terminal.status()), true);
  }

  private static ByteBuf text(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
  }

  private void send(ChannelHandlerContext context, String stream, ByteBuf data, boolean last) {
    context.writeAndFlush(
        new DefaultSpdyDataFrame(streams.getOrDefault(stream, -1), data).setLast(last));
  }
}
