package dev.corecdc.archfixture.stream;

import java.sql.Connection;

interface JdbcInStream extends Connection {}
