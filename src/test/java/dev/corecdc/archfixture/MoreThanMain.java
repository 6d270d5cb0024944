package dev.corecdc.archfixture;

import dev.corecdc.archfixture.event.Change;

interface MoreThanMain extends Change {}
