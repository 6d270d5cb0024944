package dev.corecdc.archfixture.stream;

import dev.corecdc.archfixture.management.Page;

interface ManagementInStream extends Page {}
