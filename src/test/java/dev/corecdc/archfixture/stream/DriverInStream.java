package dev.corecdc.archfixture.stream;

import com.mongodb.event.CommandListener;

interface DriverInStream extends CommandListener {}
