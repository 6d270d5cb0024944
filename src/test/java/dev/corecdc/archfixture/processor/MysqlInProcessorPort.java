package dev.corecdc.archfixture.processor;

import dev.corecdc.archfixture.processor.mysql.MysqlSource;

interface MysqlInProcessorPort extends MysqlSource {}
