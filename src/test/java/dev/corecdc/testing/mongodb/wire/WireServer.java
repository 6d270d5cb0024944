package dev.corecdc.testing.mongodb.wire;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens on loopback and hands the commands of every connection to one handler. Its threads do not keep a JVM alive. */
public final class WireServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WireServer.class);

    private final EventLoopGroup threads =
            new MultiThreadIoEventLoopGroup(new DefaultThreadFactory("stand-in", true), NioIoHandler.newFactory());
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final CommandHandler handler;
    private final Channel listener;
    private final int port;

    /** Listens at once; port 0 takes a free one. */
    public WireServer(int port, CommandHandler handler) {
        this.handler = handler;
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(threads)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new Connections());
        this.listener = bootstrap
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .syncUninterruptibly()
                .channel();
        this.port = ((InetSocketAddress) listener.localAddress()).getPort();
    }

    public int port() {
        return port;
    }

    /** Runs a task after a while, on a thread of the server. */
    public void executeAfter(Duration delay, Runnable task) {
        var unused = threads.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Cuts every open connection; new ones are taken as before. */
    public void disconnectClients() {
        connections.close().syncUninterruptibly();
    }

    @Override
    public void close() {
        listener.close().syncUninterruptibly();
        disconnectClients();
        threads.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class Connections extends ChannelInitializer<SocketChannel> {
        @Override
        protected void initChannel(SocketChannel channel) {
            connections.add(channel);
            channel.pipeline().addLast(new WireCodec(), new Requests());
        }
    }

    private final class Requests extends SimpleChannelInboundHandler<WireRequest> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, WireRequest request) {
            handler.handle(request);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            handler.closed(context.channel());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            LOG.debug("Connection {} ends: {}", context.channel(), cause.toString());
            var unused = context.close();
        }
    }
}
