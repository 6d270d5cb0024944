package dev.corecdc.archfixture.format;

import net.sf.jsqlparser.statement.Statement;

interface ParserInFormat extends Statement {}
