package io.mkube.apiserver.kubelet;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.handler.codec.spdy.SpdyFrameCodec;
import io.netty.handler.codec.spdy.SpdyVersion;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/**
 * A kubelet that says on every terminal what it was asked and repeats what it is sent. It speaks
 * WebSockets with {@code v5.channel.k8s.io} and {@code v4.channel.k8s.io}, and SPDY.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A connection that breaks closes itself.
public final class PlayedNode implements AutoCloseable {
  /** What a node can do. */
  public enum Speaks {
    /** As kubelets before WebSockets, and as all of them for forwarded ports. */
    SPDY,
    WEB_SOCKETS_AND_SPDY,
    /** Refuses with 501 and a reason. */
    NOTHING
  }

  private final EventLoopGroup threads = new NioEventLoopGroup(2);
  private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
  private final Speaks speaks;
  private final Channel server;

  private PlayedNode(SSLContext tls, Speaks speaks) {
    this.speaks = speaks;
    server =
        new ServerBootstrap()
            .group(threads)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(new SslHandler(engine(tls)))
                        .addLast("http", new HttpServerCodec())
                        .addLast("whole", new HttpObjectAggregator(1 << 16))
                        .addLast("requests", new Requests());
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .syncUninterruptibly()
            .channel();
  }

  private static SSLEngine engine(SSLContext tls) {
    SSLEngine engine = tls.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setNeedClientAuth(true);
    return engine;
  }

  /** Starts to serve. */
  public static PlayedNode start(SSLContext tls, Speaks speaks) {
    return new PlayedNode(tls, speaks);
  }

  public int port() {
    return ((InetSocketAddress) server.localAddress()).getPort();
  }

  /** The requests so far: method, path and what of the handshake matters. */
  public BlockingQueue<String> asked() {
    return asked;
  }

  @Override
  public void close() {
    server.close().syncUninterruptibly();
    threads.shutdownGracefully();
  }

  private final class Requests extends SimpleChannelInboundHandler<FullHttpRequest> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
      String upgrade = request.headers().get("Upgrade", "");
      asked.add(
          "%s %s %s auth=%s"
              .formatted(
                  request.method(),
                  request.uri(),
                  upgrade,
                  request.headers().get("Authorization")));
      boolean webSocket = upgrade.equalsIgnoreCase("websocket");
      if (webSocket && speaks == Speaks.WEB_SOCKETS_AND_SPDY) {
        webSocket(context, request);
      } else if (!webSocket && speaks != Speaks.NOTHING) {
        spdy(context, request);
      } else {
        refuse(context);
      }
    }

    private void refuse(ChannelHandlerContext context) {
      FullHttpResponse refusal =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1,
              HttpResponseStatus.NOT_IMPLEMENTED,
              Unpooled.copiedBuffer("there is no way in\n", StandardCharsets.UTF_8));
      refusal.headers().set("Content-Length", refusal.content().readableBytes());
      context.writeAndFlush(refusal).addListener(ChannelFutureListener.CLOSE);
    }

    private void webSocket(ChannelHandlerContext context, FullHttpRequest request) {
      WebSocketServerHandshaker handshaker =
          new WebSocketServerHandshakerFactory(
                  request.uri(), "v5.channel.k8s.io,v4.channel.k8s.io", false)
              .newHandshaker(request);
      context.pipeline().addLast(new TerminalOverWebSocket(handshaker, request.uri()));
      handshaker.handshake(context.channel(), request);
      context.pipeline().get(TerminalOverWebSocket.class).begin(context.pipeline().lastContext());
      context.pipeline().remove(this);
    }

    private void spdy(ChannelHandlerContext context, FullHttpRequest request) {
      boolean ports = request.uri().startsWith("/portForward");
      FullHttpResponse answer =
          new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS);
      answer
          .headers()
          .set("Connection", "Upgrade")
          .set("Upgrade", "SPDY/3.1")
          .set("X-Stream-Protocol-Version", ports ? "portforward.k8s.io" : "v4.channel.k8s.io");
      String uri = request.uri();
      context.writeAndFlush(answer);
      ChannelPipeline pipeline = context.pipeline();
      pipeline.addLast(new SpdyFrameCodec(SpdyVersion.SPDY_3_1));
      pipeline.addLast(ports ? new PortsOverSpdy() : new TerminalOverSpdy(uri));
      pipeline.remove("whole");
      pipeline.remove(this);
      pipeline.remove("http");
    }
  }
}
