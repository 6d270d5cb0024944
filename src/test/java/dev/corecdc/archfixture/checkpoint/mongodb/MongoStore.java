package dev.corecdc.archfixture.checkpoint.mongodb;

import com.mongodb.event.CommandListener;

/** What is allowed there. */
interface MongoStore extends CommandListener {}
