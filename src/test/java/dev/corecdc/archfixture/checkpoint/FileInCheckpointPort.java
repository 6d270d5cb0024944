package dev.corecdc.archfixture.checkpoint;

import dev.corecdc.archfixture.checkpoint.file.FileStore;

interface FileInCheckpointPort extends FileStore {}
