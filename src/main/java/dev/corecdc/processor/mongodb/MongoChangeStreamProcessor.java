package dev.corecdc.processor.mongodb;

import com.mongodb.ConnectionString;
import com.mongodb.MongoException;
import com.mongodb.MongoInterruptedException;
import dev.corecdc.event.Position;
import dev.corecdc.processor.ChangeReader;
import dev.corecdc.processor.PositionLostException;
import dev.corecdc.processor.Processor;
import dev.corecdc.processor.ProcessorRequest;
import dev.corecdc.processor.ProvingSource;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import dev.corecdc.processor.mongodb.Deployment.Identity;
import dev.corecdc.processor.mongodb.MongoSettings.BeforeImage;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the change stream of a MongoDB replica set or sharded cluster. */
final class MongoChangeStreamProcessor implements Processor, ProvingSource, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(MongoChangeStreamProcessor.class);

    private final ProcessorRequest request;
    private final MongoSettings settings;
    private final SourceClient source;
    private final ChangeStreams streams;
    private final ReadingFaults faults;

    MongoChangeStreamProcessor(
            ProcessorRequest request, MongoSettings settings, ConnectionString uri, EventPipeline pipeline) {
        this.request = request;
        this.settings = settings;
        this.source = new SourceClient(uri, settings.database(), settings.connectTimeout());
        this.streams = new ChangeStreams(source, settings, pipeline);
        this.faults = new ReadingFaults(
                source, streams, new Patience(settings.maxAwaitTime().plus(settings.connectTimeout())));
    }

    @Override
    public Position locate(String startAt) throws SourceException {
        StartAt start = StartAt.parse(startAt);
        Deployment deployment = checkedDeployment();
        try {
            ResumeToken token = new StartPlaces(source, streams).find(start, deployment);
            return new MongoPosition(deployment.knownIdentity(), token, null, 0);
        } catch (MongoException | IllegalArgumentException e) {
            SourceException fault = fault(e);
            throw fault instanceof PositionLostException
                    ? new SourceException(
                            Kind.UNREADABLE, "start-at '%s': %s".formatted(startAt, fault.getMessage()), e)
                    : fault;
        }
    }

    /** The server itself looks for a token that is past; one that is yet to come it would wait for. */
    @Override
    public Position proven(Position written) throws SourceException {
        MongoPosition position = (MongoPosition) written;
        checkedDeployment();
        try {
            if (position.token().compareTo(streams.beginning(null)) > 0) {
                throw new SourceException(
                        Kind.UNREADABLE,
                        "%s lies ahead of the change stream of %s".formatted(position, source.address()));
            }
            return position;
        } catch (MongoException | IllegalArgumentException e) {
            throw fault(e);
        }
    }

    @Override
    public ChangeReader open(Position from) throws SourceException {
        MongoPosition position = (MongoPosition) from;
        Deployment deployment = checkedDeployment();
        Identity identity = deployment.knownIdentity();
        if (!identity.canBe(position.deployment())) {
            throw new PositionLostException(
                    "%s is the deployment %s, and the checkpoint is of %s, so that it names no place here."
                            .formatted(source.address(), identity, position.deployment()),
                    null);
        }
        MongoPosition begin = new MongoPosition(
                identity.id() == null ? position.deployment() : identity,
                position.token(),
                position.transaction(),
                position.sequence());
        try {
            ChangeStreamConnection connection = new ChangeStreamConnection(
                    token -> streams.after(token, deployment), begin.token(), request.name());
            connection.start();
            log.info("{} follows {} from {}", request.name(), source.address(), begin);
            return new ChangeStreamReader(
                    connection, faults, new EventBatch(begin, settings.saveFullEvent(), request.tables()));
        } catch (MongoException e) {
            noteInterrupt(e);
            throw faults.of(e, begin.token());
        }
    }

    private Deployment checkedDeployment() throws SourceException {
        Deployment deployment;
        try {
            deployment = source.deployment();
        } catch (MongoException e) {
            throw fault(e);
        }
        boolean asksForImages =
                settings.fullDocument().isRecorded() || settings.fullDocumentBeforeChange() != BeforeImage.DISABLED;
        if (asksForImages && !deployment.hasImages()) {
            throw new SourceException(
                    Kind.UNREADABLE,
                    ("%s runs MongoDB %s, which does not record documents as they were: 'full-document' when-available or required, and"
                                    + " 'full-document-before-change', need 6.0 or later")
                            .formatted(source.address(), deployment.version()));
        }
        return deployment;
    }

    private SourceException fault(RuntimeException cause) {
        noteInterrupt(cause);
        return source.fault(cause);
    }

    private static void noteInterrupt(RuntimeException cause) {
        if (cause instanceof MongoInterruptedException) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Position parse(Map<String, ?> saved) {
        return MongoPosition.of(saved);
    }

    @Override
    public void close() {
        source.close();
    }
}
