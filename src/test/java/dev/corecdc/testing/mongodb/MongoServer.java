package dev.corecdc.testing.mongodb;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.util.concurrent.atomic.AtomicInteger;

/** A replica set of one member that tests may write to; the stand-in or a real one. */
public interface MongoServer extends AutoCloseable {

    /** The connection string of a client that may do everything. */
    String uri();

    /** A new client; close it. */
    default MongoClient connect() {
        return MongoClients.create(uri());
    }

    /** The name of a database that no other test of this JVM has; it begins with {@code prefix}. */
    default String newDatabaseName(String prefix) {
        return prefix + "_" + Databases.COUNT.incrementAndGet();
    }

    /** Ends the server and removes its data. */
    @Override
    void close();

    /** Counts the databases of this JVM. */
    final class Databases {
        private static final AtomicInteger COUNT = new AtomicInteger();

        private Databases() {}
    }
}
