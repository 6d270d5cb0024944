package dev.corecdc.target.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class FlightTests {

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final Flight flight = new Flight(List.of());

    @Test
    void whatWasRefusedBeforeItWasSentIsForgotten() {
        send();
        producer.errorNext(new RecordTooLargeException());
        assertThat(flight.failure()).isNotNull();
        flight.forgive();
        assertThat(flight.failure()).isNull();
    }

    @Test
    void whatTheBrokersHaveRefusedStaysRefused() throws InterruptedException {
        send();
        Thread sender = new Thread(() -> producer.errorNext(new RecordTooLargeException()));
        sender.start();
        sender.join();
        flight.forgive();
        assertThat(flight.failure()).isNotNull();
    }

    private void send() {
        flight.send(new ProducerRecord<>("orders", new byte[1]), producer, () -> {});
    }
}
