package dev.corecdc.archfixture.lease;

import dev.corecdc.archfixture.checkpoint.mongodb.MongoStore;

interface MongoInLease extends MongoStore {}
