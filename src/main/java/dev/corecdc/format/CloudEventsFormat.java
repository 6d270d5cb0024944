package dev.corecdc.format;

import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.LogEntry;
import dev.corecdc.event.Origin;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * The format {@code cloudevents}: an event as one JSON object (CloudEvents 1.0.2, "JSON Event Format": 3, "Envelope"), whose
 * {@code data} is the record of the format {@code core-cdc}.
 *
 * <p>{@code source} and {@code id} together name a change for ever, also when it comes twice, as the specification demands.
 */
final class CloudEventsFormat implements RecordFormat {

    private static final byte[] ID = JsonOutput.ascii("{\"specversion\":\"1.0\",\"id\":");
    private static final byte[] TYPE = JsonOutput.ascii(",\"type\":\"dev.corecdc.");
    private static final byte[] SUBJECT = JsonOutput.ascii(",\"subject\":");
    private static final byte[] TIME = JsonOutput.ascii(",\"time\":\"");
    private static final byte[] DATA = JsonOutput.ascii("\",\"datacontenttype\":\"application/json\",\"data\":");

    private final CoreCdcFormat records;
    private final byte[] source;
    private final ThreadLocal<JsonOutput> outputs = ThreadLocal.withInitial(JsonOutput::new);

    CloudEventsFormat(FormatSettings settings) {
        this.records = new CoreCdcFormat(settings);
        this.source = TableText.json(out -> {
            out.writeJson(",\"source\":");
            out.writeText(reference(settings.service()));
        });
    }

    /** The service as a URI reference. */
    private static String reference(String service) {
        try {
            return new URI(null, null, "/" + service, null).toASCIIString();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("'%s' cannot stand in a URI".formatted(service), e);
        }
    }

    @Override
    public void write(ChangeEvent event, OutputStream stream) throws IOException {
        JsonOutput out = outputs.get();
        out.begin(stream);
        writeAttributes(event, out);
        out.write(DATA);
        out.end();
        records.write(event, stream);
        stream.write('}');
    }

    @Override
    public String contentType() {
        return "application/cloudevents+json; charset=UTF-8";
    }

    private void writeAttributes(ChangeEvent event, JsonOutput out) throws IOException {
        out.write(ID);
        out.writeText(id(event));
        out.write(source);
        out.write(TYPE);
        out.writeJson(event instanceof DdlEvent ? "ddl" : event.type().name().toLowerCase(Locale.ROOT));
        out.write('"');
        String subject = subject(event);
        if (!subject.isEmpty()) {
            out.write(SUBJECT);
            out.writeText(subject);
        }
        out.write(TIME);
        out.writeJson(event.origin().committed().toString());
    }

    /** What names the change in its log: the server's own name of the event, or the transaction, or the place, and where in it. */
    private static String id(ChangeEvent event) {
        Origin origin = event.origin();
        LogEntry entry = origin.entry();
        if (entry.id() != null) {
            return entry.id();
        } else if (origin.globalId() != null) {
            return origin.globalId() + ":" + event.sequence();
        }
        return "%d:%s:%d:%d".formatted(entry.serverId(), origin.source(), origin.position(), event.sequence());
    }

    private static String subject(ChangeEvent event) {
        if (event instanceof ChangeRecord change) {
            return change.columns().schema() + "." + change.columns().table();
        }
        DdlEvent statement = (DdlEvent) event;
        String schema = statement.schema() == null ? "" : statement.schema();
        return statement.tables().isEmpty()
                ? schema
                : schema + "." + statement.tables().get(0);
    }
}
