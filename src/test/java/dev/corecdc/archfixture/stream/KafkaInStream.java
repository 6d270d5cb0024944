package dev.corecdc.archfixture.stream;

import org.apache.kafka.clients.producer.Callback;

interface KafkaInStream extends Callback {}
