package dev.corecdc.archfixture.stream;

import tools.jackson.core.TreeNode;

interface JacksonInStream extends TreeNode {}
