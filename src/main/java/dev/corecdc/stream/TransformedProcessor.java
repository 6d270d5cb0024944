package dev.corecdc.stream;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.HistoryMargin;
import dev.corecdc.event.Position;
import dev.corecdc.processor.ChangeReader;
import dev.corecdc.processor.CheckedSource;
import dev.corecdc.processor.Processor;
import dev.corecdc.processor.ProvingSource;
import dev.corecdc.processor.RetainingSource;
import dev.corecdc.processor.SourceException;
import dev.corecdc.transform.TransformChain;
import dev.corecdc.transform.TransformException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A processor whose changes are transformed before anybody sees them, whoever opens a reader. What is left out counts as excluded, and
 * does not move any position: those count what is in the log. A transform that fails makes the log unreadable there. It can do
 * whatever the processor can.
 */
public final class TransformedProcessor implements Processor, CheckedSource, RetainingSource, ProvingSource {

    private final Processor source;
    private final TransformChain transforms;

    public TransformedProcessor(Processor source, TransformChain transforms) {
        this.source = source;
        this.transforms = transforms;
    }

    @Override
    public Position locate(String startAt) throws SourceException {
        return source.locate(startAt);
    }

    @Override
    public ChangeReader open(Position from) throws SourceException {
        return new Reader(source.open(from));
    }

    @Override
    public Position parse(Map<String, ?> saved) {
        return source.parse(saved);
    }

    @Override
    public List<String> warnings() {
        return source instanceof CheckedSource checked ? checked.warnings() : List.of();
    }

    @Override
    public @Nullable HistoryMargin margin(Position position) throws SourceException {
        return source instanceof RetainingSource retaining ? retaining.margin(position) : null;
    }

    @Override
    public Position proven(Position written) throws SourceException {
        return source instanceof ProvingSource proving ? proving.proven(written) : written;
    }

    private ChangeBatch transformed(ChangeBatch batch) throws SourceException {
        try {
            DdlEvent ddl = batch.ddl();
            List<ChangeRecord> records = transforms.apply(batch.records());
            DdlEvent statement = ddl == null ? null : transforms.applyToDdl(ddl);
            int left = statement == null ? records.size() : 1;
            return new ChangeBatch(
                    records,
                    statement,
                    batch.resumePosition(),
                    batch.bytes(),
                    batch.excluded() + batch.size() - left,
                    left == 0 ? null : batch.oldest());
        } catch (TransformException e) {
            throw new SourceException(
                    SourceException.Kind.UNREADABLE,
                    "%s. It stands before %s; nothing of it, nor of what follows, was delivered"
                            .formatted(e.getMessage(), batch.resumePosition().describe()),
                    e);
        }
    }

    private final class Reader implements ChangeReader {

        private final ChangeReader reader;

        Reader(ChangeReader reader) {
            this.reader = reader;
        }

        @Override
        public @Nullable ChangeBatch poll(Duration timeout) throws SourceException, InterruptedException {
            ChangeBatch batch = reader.poll(timeout);
            return batch == null || batch.isEmpty() ? batch : transformed(batch);
        }

        @Override
        public void close() {
            reader.close();
        }
    }
}
