package dev.corecdc.archfixture.stream;

import dev.corecdc.archfixture.config.Settings;

interface ConfigInStream extends Settings {}
