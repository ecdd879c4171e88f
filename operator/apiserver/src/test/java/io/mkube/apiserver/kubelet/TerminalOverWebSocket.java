package io.mkube.apiserver.kubelet;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import java.nio.charset.StandardCharsets;

/** Channels as bytes in front of frames. */
@SuppressWarnings("FutureReturnValueIgnored") // A connection that breaks closes itself.
final class TerminalOverWebSocket extends SimpleChannelInboundHandler<WebSocketFrame> {
  private static final int STDIN = 0;
  private static final int STDOUT = 1;
  private static final int ERROR = 3;
  private static final int CLOSE = 255;

  private final WebSocketServerHandshaker handshaker;
  private final Terminal terminal;

  TerminalOverWebSocket(WebSocketServerHandshaker handshaker, String uri) {
    this.handshaker = handshaker;
    this.terminal = Terminal.of(uri);
  }

  void begin(ChannelHandlerContext context) {
    send(context, STDOUT, terminal.greeting());
    if (!terminal.input()) {
      end(context);
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
    if (frame instanceof CloseWebSocketFrame) {
      context.close();
    } else if (frame instanceof BinaryWebSocketFrame) {
      ByteBuf content = frame.content();
      int channel = content.readUnsignedByte();
      if (channel == STDIN && content.isReadable()) {
        send(context, STDOUT, content.toString(StandardCharsets.UTF_8));
      } else if (channel == CLOSE) {
        end(context);
      }
    }
  }

  private void end(ChannelHandlerContext context) {
    send(context, ERROR, terminal.status());
    handshaker
        .close(context.channel(), new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE))
        .addListener(ChannelFutureListener.CLOSE);
  }

  private static void send(ChannelHandlerContext context, int channel, String text) {
    context
        .channel()
        .writeAndFlush(
            new BinaryWebSocketFrame(
                Unpooled.wrappedBuffer(
                    new byte[] {(byte) channel}, text.getBytes(StandardCharsets.UTF_8))));
  }
}
