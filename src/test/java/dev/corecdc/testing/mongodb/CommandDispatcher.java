package dev.corecdc.testing.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import dev.corecdc.testing.mongodb.wire.CommandHandler;
import dev.corecdc.testing.mongodb.wire.WireRequest;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Gives each command to whom it concerns, one at a time. */
final class CommandDispatcher implements CommandHandler {

    private final ReentrantLock lock;
    private final DocumentStore store;
    private final ServerCommands server;
    private final WriteCommands writes;
    private final FindAndModifyCommand findAndModify;
    private final BulkWriteCommand bulkWrites;
    private final ReadCommands reads;
    private final CollectionCommands collections;
    private final ChangeStreams streams;
    private final WritePath writePath;
    private final Authentication authentication;
    private final Faults faults;
    private final Replies replies;

    CommandDispatcher(Parts parts) {
        this.lock = parts.lock();
        this.store = parts.store();
        this.server = parts.server();
        this.writes = new WriteCommands(parts.store());
        this.findAndModify = new FindAndModifyCommand(parts.store());
        this.bulkWrites = new BulkWriteCommand(parts.store());
        this.reads = new ReadCommands(parts.store(), new OplogView(parts.log()));
        this.collections = new CollectionCommands(parts.store(), parts.log());
        this.streams = parts.streams();
        this.writePath = parts.writePath();
        this.authentication = parts.authentication();
        this.faults = parts.faults();
        this.replies = parts.replies();
    }

    /** What a dispatcher works with. */
    record Parts(
            ReentrantLock lock,
            DocumentStore store,
            ChangeLog log,
            ServerCommands server,
            ChangeStreams streams,
            WritePath writePath,
            Authentication authentication,
            Faults faults,
            Replies replies) {}

    @Override
    public void handle(WireRequest request) {
        Command command = Command.of(request);
        lock.lock();
        try {
            Document answer = replies.orError(command, () -> answer(command));
            if (answer != null) {
                replies.send(command, answer);
            }
            streams.wake();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void closed(Channel connection) {
        lock.lock();
        try {
            streams.forget(connection);
            writePath.forget(connection);
            store.handleClose(connection);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Document answer(Command command) {
        if (command.name().equals("hello") || command.name().equals("ismaster")) {
            Document hello = server.hello();
            authentication.addMechanisms(command, hello);
            return hello;
        }
        authentication.check(command);
        checkFaults(command);
        return switch (command.name()) {
            case "insert" -> writePath.write(command, writes::insert);
            case "update" -> writePath.write(command, writes::update);
            case "delete" -> writePath.write(command, writes::delete);
            case "findandmodify" -> writePath.write(command, findAndModify::run);
            case "bulkwrite" -> writePath.write(command, bulkWrites::run);
            case "create" -> structure(command, collections::create);
            case "collmod" -> structure(command, collections::collMod);
            case "createindexes" -> structure(command, collections::createIndexes);
            case "dropindexes" -> structure(command, collections::dropIndexes);
            case "drop" -> structure(command, collections::drop);
            case "dropdatabase" -> structure(command, collections::dropDatabase);
            case "renamecollection" -> structure(command, collections::renameCollection);
            case "aggregate" ->
                ChangeStreams.isAskedFor(command) ? streams.open(shown(command)) : reads.aggregate(shown(command));
            case "getmore" -> streams.owns(command) ? streams.getMore(shown(command)) : reads.getMore(shown(command));
            case "killcursors" -> killCursors(command);
            case "find" -> reads.find(shown(command));
            case "listcollections" -> reads.listCollections(shown(command));
            case "committransaction" -> writePath.commit(command);
            case "aborttransaction" -> writePath.abort(command);
            case "endsessions" -> writePath.endSessions(command);
            case "ping" -> new Document("ok", 1.0);
            case "buildinfo" -> server.buildInfo();
            case "saslstart" -> authentication.start(command);
            case "saslcontinue" -> authentication.go(command);
            case "connectionstatus" -> authentication.connectionStatus(command);
            case "replsetgetconfig" -> server.replSetGetConfig();
            case "replsetgetstatus" -> server.replSetGetStatus();
            default -> reads.other(shown(command));
        };
    }

    /** A getMore that fails takes its cursor with it. */
    private void checkFaults(Command command) {
        try {
            faults.check(command);
        } catch (CommandFailure e) {
            if (streams.owns(command)) {
                streams.discard(command);
            }
            throw e;
        }
    }

    private Document structure(Command command, Function<Command, Document> change) {
        return change.apply(shown(command));
    }

    /** Lets the store show what this command may see. */
    private Command shown(Command command) {
        writePath.show(command);
        return command;
    }

    private Document killCursors(Command command) {
        List<Long> ids = new ArrayList<>();
        if (command.body().get("cursors") instanceof List<?> cursors) {
            cursors.forEach(id -> ids.add(((Number) id).longValue()));
        }
        List<Long> killed = streams.kill(ids);
        Document rest = command.body().clone();
        rest.put("cursors", ids.stream().filter(id -> !killed.contains(id)).toList());
        Document reply = reads.other(command.with(rest));
        List<Object> all = new ArrayList<>(killed);
        if (reply.get("cursorsKilled") instanceof List<?> others) {
            all.addAll(others);
        }
        reply.put("cursorsKilled", all);
        return reply.append("cursorsAlive", List.of()).append("cursorsUnknown", List.of());
    }
}
