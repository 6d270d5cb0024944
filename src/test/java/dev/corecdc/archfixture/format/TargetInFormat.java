package dev.corecdc.archfixture.format;

import dev.corecdc.archfixture.target.Sink;

interface TargetInFormat extends Sink {}
