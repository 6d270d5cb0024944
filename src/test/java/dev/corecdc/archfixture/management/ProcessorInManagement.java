package dev.corecdc.archfixture.management;

import dev.corecdc.archfixture.processor.Source;

interface ProcessorInManagement extends Source {}
