package dev.corecdc.archfixture.disk;

import org.springframework.core.Ordered;

interface SpringInDisk extends Ordered {}
