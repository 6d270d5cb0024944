package dev.corecdc.archfixture.target;

import dev.corecdc.archfixture.checkpoint.Store;

interface CheckpointInTarget extends Store {}
