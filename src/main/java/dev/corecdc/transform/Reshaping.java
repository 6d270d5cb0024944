package dev.corecdc.transform;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Columns;

/** Changes the columns of rows, and the fields of documents, as a policy says. Tables that the policy does not concern are not touched. */
final class Reshaping implements RecordTransform {

    private final PerTable<RecordShape> shapes;

    Reshaping(ColumnPolicy policy) {
        this.shapes = new PerTable<>(columns -> shape(columns, policy));
    }

    private Reshaping(ColumnPolicy policy, HiddenColumnsLog log) {
        this.shapes = new PerTable<>(columns -> {
            RecordShape shape = shape(columns, policy);
            log.tell(columns);
            return shape;
        });
    }

    /** The same, and the log tells of each table what is hidden. */
    static Reshaping told(ColumnPolicy policy) {
        return new Reshaping(policy, new HiddenColumnsLog(policy));
    }

    private static RecordShape shape(Columns columns, ColumnPolicy policy) throws TransformException {
        return columns.isOfCollection() ? DocumentShape.of(columns, policy) : RowShape.of(columns, policy);
    }

    @Override
    public ChangeRecord apply(ChangeRecord record) throws TransformException {
        return shapes.of(record.columns()).apply(record);
    }
}
