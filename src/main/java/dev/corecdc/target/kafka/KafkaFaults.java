package dev.corecdc.target.kafka;

import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;

/** What Kafka's exceptions mean. */
final class KafkaFaults {

    private KafkaFaults() {}

    /** Whether the record is the reason, and will never be taken: one that is too large, or has no key in a compacted topic. */
    static boolean isOfTheRecord(Exception fault) {
        return fault instanceof RecordTooLargeException
                || fault instanceof RecordBatchTooLargeException
                || fault instanceof InvalidRecordException
                || fault instanceof SerializationException;
    }

    /** Whether the producer can go on with what it has. */
    static boolean isPassing(Exception fault) {
        return fault instanceof TimeoutException;
    }

    static String words(Exception fault) {
        return fault.getMessage() == null ? fault.getClass().getSimpleName() : fault.getMessage();
    }
}
