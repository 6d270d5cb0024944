package dev.corecdc.archfixture.processor.mysql;

import dev.corecdc.archfixture.processor.mongodb.MongoSource;

interface MongoInMysql extends MongoSource {}
