package dev.corecdc.archfixture.target;

import dev.corecdc.archfixture.target.file.FileSink;

interface FileInTargetPort extends FileSink {}
