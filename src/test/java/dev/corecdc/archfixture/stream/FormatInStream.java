package dev.corecdc.archfixture.stream;

import dev.corecdc.archfixture.format.Bytes;

interface FormatInStream extends Bytes {}
