package dev.corecdc.transform;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.DdlEvent;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;

/**
 * Takes the values out of DDL statements that may work on hidden columns: those on a table that has some, and those that name no table,
 * such as views and triggers, or more than one. A statement that changes by this is not executable any more.
 */
final class ConcealedDdl implements RecordTransform, DdlTransform {

    /** What an event of a collection says beside names (MongoDB manual, "Change Events"): options, validators, filters of indexes. */
    private static final Set<String> DESCRIPTIONS = Set.of("operationDescription", "stateBeforeChange");

    private final Concealment concealment;

    ConcealedDdl(Concealment concealment) {
        this.concealment = concealment;
    }

    @Override
    public ChangeRecord apply(ChangeRecord record) {
        return record;
    }

    @Override
    public DdlEvent applyToDdl(DdlEvent statement) throws TransformException {
        String schema = statement.schema();
        boolean concerned = schema == null
                || statement.tables().size() != 1
                || concealment.concerns(schema + "." + statement.tables().get(0));
        if (!concerned) {
            return statement;
        }
        String text = statement.statement();
        String left = text.startsWith("{") ? withoutDescriptions(text) : DdlText.withoutValues(text);
        return left.equals(text)
                ? statement
                : new DdlEvent(
                        statement.kind(),
                        schema,
                        statement.tables(),
                        false,
                        left,
                        statement.origin(),
                        statement.sequence(),
                        statement.session());
    }

    private static String withoutDescriptions(String event) throws TransformException {
        try {
            return JsonCopy.of(event, json -> {
                json.out().writeStartObject();
                while (json.next() != JsonToken.END_OBJECT) {
                    String name = json.name();
                    json.out().writeName(name);
                    json.next();
                    if (DESCRIPTIONS.contains(name)) {
                        json.skipValue();
                        json.out().writeString("***");
                    } else {
                        json.copyValue();
                    }
                }
                json.out().writeEndObject();
            });
        } catch (JacksonException e) {
            throw new TransformException("a DDL event could not be read");
        }
    }
}
