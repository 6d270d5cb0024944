package dev.corecdc.archfixture.checkpoint.mongodb;

import com.mongodb.event.CommandListener;

/** What is allowed there. */
public interface MongoStore extends CommandListener {}
