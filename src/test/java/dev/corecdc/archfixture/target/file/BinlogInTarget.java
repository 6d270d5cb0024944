package dev.corecdc.archfixture.target.file;

import com.github.shyiko.mysql.binlog.BinaryLogClient.EventListener;

interface BinlogInTarget extends EventListener {}
