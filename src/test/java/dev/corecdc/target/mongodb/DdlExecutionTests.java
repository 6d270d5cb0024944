package dev.corecdc.target.mongodb;

import dev.corecdc.testing.mongodb.MongoKind;

/** On the stand-in; on real servers see {@link MongoTargetIT}. */
class DdlExecutionTests extends DdlContract {

    DdlExecutionTests() {
        super(MongoKind.STAND_IN);
    }
}
