package dev.corecdc.testing.mongodb;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Logs connections in where a user was configured; where none was, everybody may do everything. */
final class Authentication {

    private static final AttributeKey<ScramExchange> EXCHANGE = AttributeKey.valueOf("corecdc.exchange");
    private static final AttributeKey<Boolean> LOGGED_IN = AttributeKey.valueOf("corecdc.loggedIn");
    private static final String MECHANISM = "SCRAM-SHA-256";
    private static final Set<String> FOR_EVERYBODY =
            Set.of("ping", "buildinfo", "saslstart", "saslcontinue", "connectionstatus", "endsessions");

    private final ReplicaSetOptions.@Nullable User user;

    Authentication(ReplicaSetOptions.@Nullable User user) {
        this.user = user;
    }

    /** Tells a client that asks for it how it may log in. */
    void addMechanisms(Command command, Document hello) {
        if (user != null && command.body().containsKey("saslSupportedMechs")) {
            hello.append("saslSupportedMechs", List.of(MECHANISM));
        }
    }

    /**
     * @throws CommandFailure if the command needs a login that its connection does not have
     */
    void check(Command command) {
        Channel channel = command.origin().channel();
        boolean loggedIn =
                user == null || Boolean.TRUE.equals(channel.attr(LOGGED_IN).get());
        if (!loggedIn && !FOR_EVERYBODY.contains(command.name())) {
            throw ServerError.UNAUTHORIZED.because(
                    "Command " + command.body().keySet().iterator().next() + " requires authentication");
        }
    }

    Document start(Command command) {
        if (user == null || !MECHANISM.equals(command.body().get("mechanism"))) {
            throw ScramExchange.failed();
        }
        ScramExchange exchange = new ScramExchange(user.name(), user.password());
        byte[] challenge = exchange.challenge(payload(command));
        command.origin().channel().attr(EXCHANGE).set(exchange);
        return answer(challenge, false);
    }

    Document go(Command command) {
        Channel channel = command.origin().channel();
        ScramExchange exchange = channel.attr(EXCHANGE).getAndSet(null);
        if (exchange == null) {
            throw ScramExchange.failed();
        }
        byte[] signature = exchange.verify(payload(command));
        channel.attr(LOGGED_IN).set(true);
        return answer(signature, true);
    }

    private static byte[] payload(Command command) {
        if (command.body().get("payload") instanceof BinData payload) {
            return payload.getData();
        }
        throw ScramExchange.failed();
    }

    private static Document answer(byte[] payload, boolean done) {
        return new Document("conversationId", 1)
                .append("done", done)
                .append("payload", new BinData(payload))
                .append("ok", 1.0);
    }

    Document connectionStatus(Command command) {
        Document status = new Document("authenticatedUsers", List.of()).append("authenticatedUserRoles", List.of());
        if (user != null && isLoggedIn(command)) {
            status.put("authenticatedUsers", List.of(new Document("user", user.name()).append("db", "admin")));
            status.put("authenticatedUserRoles", List.of(new Document("role", "root").append("db", "admin")));
        }
        return new Document("authInfo", status).append("ok", 1.0);
    }

    private static boolean isLoggedIn(Command command) {
        return Boolean.TRUE.equals(command.origin().channel().attr(LOGGED_IN).get());
    }
}
