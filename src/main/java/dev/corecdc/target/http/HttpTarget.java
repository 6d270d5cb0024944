package dev.corecdc.target.http;

import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.target.ConcurrentTarget;
import dev.corecdc.target.DdlRecordTarget;
import java.util.List;

/** Posts each batch as one request. What the receiver has said yes to is saved. */
final class HttpTarget implements DdlRecordTarget, ConcurrentTarget {

    private final String name;
    private final RequestBody body;
    private final Receiver receiver;
    private final Answers answers;

    HttpTarget(String name, RequestBody body, Receiver receiver, Answers answers) {
        this.name = name;
        this.body = body;
        this.receiver = receiver;
        this.answers = answers;
    }

    @Override
    public void save(List<ChangeRecord> records) throws Exception {
        post(records);
    }

    @Override
    public void saveDdl(DdlEvent statement) throws Exception {
        post(List.of(statement));
    }

    private void post(List<? extends ChangeEvent> events) throws Exception {
        byte[] bytes = body.of(events);
        answers.check(receiver.post(bytes, IdempotencyKey.of(name, events, bytes)));
    }
}
