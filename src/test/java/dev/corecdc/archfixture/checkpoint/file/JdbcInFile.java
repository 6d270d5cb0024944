package dev.corecdc.archfixture.checkpoint.file;

import dev.corecdc.archfixture.checkpoint.jdbc.JdbcStore;

interface JdbcInFile extends JdbcStore {}
