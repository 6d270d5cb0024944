package dev.corecdc.archfixture.transform;

import dev.corecdc.archfixture.stream.Engine;

interface StreamInTransform extends Engine {}
