package dev.corecdc.archfixture.processor.mysql;

import org.springframework.data.mongodb.MongoDatabaseFactory;

interface SpringDataInMysql extends MongoDatabaseFactory {}
