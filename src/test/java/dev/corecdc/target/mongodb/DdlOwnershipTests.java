package dev.corecdc.target.mongodb;

import dev.corecdc.testing.mongodb.MongoKind;

/** On the stand-in; on real servers see {@link MongoTargetIT}. */
class DdlOwnershipTests extends DdlOwnershipContract {

    DdlOwnershipTests() {
        super(MongoKind.STAND_IN);
    }
}
