package dev.corecdc.archfixture.checkpoint;

import dev.corecdc.archfixture.processor.Source;

interface ProcessorInCheckpoint extends Source {}
