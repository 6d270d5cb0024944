package dev.corecdc.target.mongodb;

import dev.corecdc.testing.mongodb.MongoKind;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;

/** On real servers what {@link MongoTargetTests} shows on the stand-in. */
class MongoTargetIT {

    @Nested
    @Timeout(120)
    class OnMongoDb7 extends MongoTargetContract {

        OnMongoDb7() {
            super(MongoKind.MONGODB_7_0);
        }
    }

    @Nested
    @Timeout(120)
    class OnMongoDb8 extends MongoTargetContract {

        OnMongoDb8() {
            super(MongoKind.MONGODB_8_0);
        }
    }

    @Nested
    @Timeout(120)
    class OnceOnMongoDb7 extends ExactlyOnceContract {

        OnceOnMongoDb7() {
            super(MongoKind.MONGODB_7_0);
        }
    }

    @Nested
    @Timeout(120)
    class OnceOnMongoDb8 extends ExactlyOnceContract {

        OnceOnMongoDb8() {
            super(MongoKind.MONGODB_8_0);
        }
    }

    @Nested
    @Timeout(120)
    class DdlOnMongoDb7 extends DdlContract {

        DdlOnMongoDb7() {
            super(MongoKind.MONGODB_7_0);
        }
    }

    @Nested
    @Timeout(120)
    class CollectionsOnMongoDb7 extends CollectionChangesContract {

        CollectionsOnMongoDb7() {
            super(MongoKind.MONGODB_7_0);
        }
    }

    @Nested
    @Timeout(120)
    class DdlOnMongoDb8 extends DdlContract {

        DdlOnMongoDb8() {
            super(MongoKind.MONGODB_8_0);
        }
    }

    @Nested
    @Timeout(120)
    class OwnershipOnMongoDb7 extends DdlOwnershipContract {

        OwnershipOnMongoDb7() {
            super(MongoKind.MONGODB_7_0);
        }
    }

    @Nested
    @Timeout(120)
    class OwnershipOnMongoDb8 extends DdlOwnershipContract {

        OwnershipOnMongoDb8() {
            super(MongoKind.MONGODB_8_0);
        }
    }

    @Nested
    @Timeout(120)
    class CollectionsOnMongoDb8 extends CollectionChangesContract {

        CollectionsOnMongoDb8() {
            super(MongoKind.MONGODB_8_0);
        }
    }
}
