package dev.corecdc.archfixture.target.file;

import dev.corecdc.archfixture.target.log.LogSink;

interface LogInFile extends LogSink {}
