package dev.corecdc.archfixture.event;

import org.springframework.core.Ordered;

interface SpringInEvent extends Ordered {}
