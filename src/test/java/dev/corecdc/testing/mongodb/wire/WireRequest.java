package dev.corecdc.testing.mongodb.wire;

import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One command as it came over a connection, and the way back to who sent it. */
public final class WireRequest {

    private final Channel channel;
    private final int requestId;
    private final boolean legacy;
    private final boolean replyWanted;
    private final Document command;

    WireRequest(Channel channel, int requestId, boolean legacy, boolean replyWanted, Document command) {
        this.channel = channel;
        this.requestId = requestId;
        this.legacy = legacy;
        this.replyWanted = replyWanted;
        this.command = command;
    }

    /** The command; its database stands under {@code $db}. */
    public Document command() {
        return command;
    }

    public Channel channel() {
        return channel;
    }

    /** Sends the answer; from any thread, once. Where that is not possible the connection is cut. */
    public void reply(Document answer) {
        if (replyWanted) {
            var unused = channel.writeAndFlush(new WireReply(requestId, legacy, answer))
                    .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        }
    }

    /** Runs a task on the connection's own thread; does nothing when the server is closed. */
    public void execute(Runnable task) {
        executeAfter(Duration.ZERO, task);
    }

    /** Runs a task on the connection's own thread after a while; does nothing when the server is closed. */
    public void executeAfter(Duration delay, Runnable task) {
        EventLoop thread = channel.eventLoop();
        if (!thread.isShuttingDown()) {
            var unused = thread.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** Cuts the connection without an answer, as a broken network does. */
    public void disconnect() {
        var unused = channel.close();
    }

    @Override
    public String toString() {
        return "request " + requestId + " " + command;
    }
}
