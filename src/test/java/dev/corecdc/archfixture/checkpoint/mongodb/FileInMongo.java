package dev.corecdc.archfixture.checkpoint.mongodb;

import dev.corecdc.archfixture.checkpoint.file.FileStore;

interface FileInMongo extends FileStore {}
