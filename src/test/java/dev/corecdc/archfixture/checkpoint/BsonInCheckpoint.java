package dev.corecdc.archfixture.checkpoint;

import org.bson.conversions.Bson;

interface BsonInCheckpoint extends Bson {}
