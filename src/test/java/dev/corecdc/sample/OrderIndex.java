package dev.corecdc.sample;

import dev.corecdc.event.EventType;
import dev.corecdc.target.RejectedRecordException;
import dev.corecdc.target.listener.CdcListener;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;

/** Keeps what can be searched for: orders in batches, and those that are gone one by one. */
class OrderIndex {

    final Map<Long, Order> orders = new ConcurrentSkipListMap<>();
    final AtomicReference<BigDecimal> largest = new AtomicReference<>(BigDecimal.ZERO);

    @CdcListener(name = "order-index", schema = "${shop}", table = "ord*")
    void put(List<Order> batch) throws RejectedRecordException {
        for (int i = 0; i < batch.size(); i++) {
            if (batch.get(i).total().signum() < 0) {
                throw new RejectedRecordException(i, "an order of less than nothing", null);
            }
        }
        batch.forEach(order -> orders.put(order.id(), order));
    }

    @CdcListener(schema = "${shop}", table = "orders", events = EventType.DELETE)
    void remove(Order gone) {
        largest.accumulateAndGet(gone.total(), BigDecimal::max);
    }
}
