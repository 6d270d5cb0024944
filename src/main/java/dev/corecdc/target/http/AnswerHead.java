package dev.corecdc.target.http;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** The beginning of an answer, however long it is, on one line. */
final class AnswerHead implements BodySubscriber<String> {

    private static final int MAX_BYTES = 300;

    private final CompletableFuture<String> text = new CompletableFuture<>();
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();

    @Override
    public CompletionStage<String> getBody() {
        return text;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            byte[] bytes = new byte[Math.min(buffer.remaining(), MAX_BYTES - head.size())];
            buffer.get(bytes);
            head.writeBytes(bytes);
        }
    }

    @Override
    public void onError(Throwable throwable) {
        text.completeExceptionally(throwable);
    }

    @Override
    public void onComplete() {
        text.complete(head.toString(StandardCharsets.UTF_8)
                .replaceAll("\\p{Cntrl}+", " ")
                .strip());
    }
}
