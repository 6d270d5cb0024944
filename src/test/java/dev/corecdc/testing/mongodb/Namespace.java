package dev.corecdc.testing.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Set;

/** A database and a collection of it. */
record Namespace(String database, String collection) {

    private static final Set<String> INTERNAL_DATABASES = Set.of("admin", "config", "local");

    static Namespace parse(String fullName) {
        int dot = fullName.indexOf('.');
        if (dot < 1) {
            throw ServerError.INVALID_NAMESPACE.because("Invalid namespace specified '" + fullName + "'");
        }
        return new Namespace(fullName.substring(0, dot), fullName.substring(dot + 1));
    }

    static boolean isInternal(String database) {
        return INTERNAL_DATABASES.contains(database);
    }

    /** Whether change streams pass it over: the server's own databases, and the system collections of any other. */
    boolean isInternal() {
        return isInternal(database) || collection.startsWith("system.");
    }

    Document toDocument() {
        return new Document("db", database).append("coll", collection);
    }

    @Override
    public String toString() {
        return database + "." + collection;
    }
}
