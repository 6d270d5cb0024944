package dev.corecdc.testing.mongodb;

import org.jspecify.annotations.Nullable;

/** The replica sets that tests run on: the stand-in, which every machine has, and real ones. */
public enum MongoKind {
    STAND_IN("stand-in for MongoDB", null),
    MONGODB_7_0("MongoDB 7.0", "mongo:7.0"),
    MONGODB_8_0("MongoDB 8.0", "mongo:8.0");

    private final String title;
    private final @Nullable String image;

    MongoKind(String title, @Nullable String image) {
        this.title = title;
        this.image = image;
    }

    /** The one server of this kind that all tests of this JVM share; the test is skipped by name where there is none. */
    public MongoServer server() {
        return MongoServers.shared(this);
    }

    /** A server of the caller's own, to be closed by the caller; skips as {@link #server()} does. */
    public MongoServer start() {
        return MongoServers.start(this);
    }

    public boolean isStandIn() {
        return image == null;
    }

    /** The name in {@code CDC_TEST_REQUIRE}. */
    String type() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    @Nullable
    String image() {
        return image;
    }

    @Override
    public String toString() {
        return title;
    }
}
