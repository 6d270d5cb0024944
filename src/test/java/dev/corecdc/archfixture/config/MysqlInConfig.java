package dev.corecdc.archfixture.config;

import dev.corecdc.archfixture.processor.mysql.MysqlSource;

interface MysqlInConfig extends MysqlSource {}
