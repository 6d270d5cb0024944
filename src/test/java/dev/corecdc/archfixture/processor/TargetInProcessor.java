package dev.corecdc.archfixture.processor;

import dev.corecdc.archfixture.target.Sink;

interface TargetInProcessor extends Sink {}
