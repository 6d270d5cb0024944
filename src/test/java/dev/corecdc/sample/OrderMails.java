package dev.corecdc.sample;

import dev.corecdc.target.listener.CdcListener;
import dev.corecdc.target.listener.Change;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/** Told of each order that has been paid. */
class OrderMails {

    final List<String> sent = new CopyOnWriteArrayList<>();

    @CdcListener(schema = "${shop}", table = "orders")
    void onOrder(Change<Order> change) {
        Order after = change.after();
        if (after != null && after.status() == Order.Status.PAID && change.isChanged("status")) {
            Order before = Objects.requireNonNull(change.before());
            sent.add("Dear %s, your order %d is %s, not %s any more."
                    .formatted(after.customerName(), after.id(), after.status(), before.status()));
        }
    }
}
