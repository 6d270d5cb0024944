package dev.corecdc.archfixture.stream;

import dev.corecdc.archfixture.target.file.FileSink;

interface FileTargetInStream extends FileSink {}
