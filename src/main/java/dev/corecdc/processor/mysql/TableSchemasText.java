package dev.corecdc.processor.mysql;

import dev.corecdc.processor.mysql.TableSchemas.Entry;
import dev.corecdc.processor.mysql.TableSchemas.Known;
import dev.corecdc.processor.mysql.TableSchemas.Lost;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * {@link TableSchemas} as the text of a checkpoint: a version, a colon, and in base64 what zlib makes of the bytes written here, with its
 * checksum. Reading is strict: what is not understood wholly is refused.
 */
final class TableSchemasText {

    private static final String VERSION = "2:";

    /** What stands for a null, which no name of a character set is. */
    private static final String NO_CHARSET = "";

    private static final int NULLABLE = 1;
    private static final int NOT_NULL = 2;
    private static final int UNKNOWN = 0;
    private static final int UNSIGNED = 4;

    private TableSchemasText() {}

    static String write(TableSchemas schemas) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
            out.writeBoolean(schemas.isFollowed());
            out.writeInt(schemas.databases().size());
            for (Map.Entry<String, String> database : schemas.databases().entrySet()) {
                out.writeUTF(database.getKey());
                out.writeUTF(database.getValue());
            }
            Map<String, Map<String, Entry>> byDatabase = new TreeMap<>();
            schemas.tables().forEach((name, entry) -> byDatabase
                    .computeIfAbsent(name.database(), database -> new TreeMap<>())
                    .put(name.table(), entry));
            out.writeInt(byDatabase.size());
            for (Map.Entry<String, Map<String, Entry>> database : byDatabase.entrySet()) {
                out.writeUTF(database.getKey());
                out.writeInt(database.getValue().size());
                for (Map.Entry<String, Entry> table : database.getValue().entrySet()) {
                    out.writeUTF(table.getKey());
                    writeEntry(out, table.getValue());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nothing is written to but memory
        }
        return VERSION + Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static void writeEntry(DataOutputStream out, Entry entry) throws IOException {
        if (entry instanceof Lost lost) {
            out.writeBoolean(false);
            out.writeUTF(lost.why());
        } else if (entry instanceof Known known) {
            out.writeBoolean(true);
            out.writeUTF(known.since().file());
            out.writeLong(known.since().offset());
            writeShape(out, known.shape());
        }
    }

    private static void writeShape(DataOutputStream out, TableShape shape) throws IOException {
        out.writeUTF(shape.charset() == null ? NO_CHARSET : shape.charset());
        out.writeShort(shape.columns().size());
        for (ColumnShape column : shape.columns()) {
            out.writeUTF(column.name());
            out.writeByte(column.type().code());
            out.writeInt(column.type().metadata());
            Boolean nullable = column.nullable();
            int flags = nullable == null ? UNKNOWN : nullable ? NULLABLE : NOT_NULL;
            out.writeByte(flags | (column.unsigned() ? UNSIGNED : 0));
            out.writeUTF(column.charset() == null ? NO_CHARSET : column.charset());
            out.writeShort(column.labels().size());
            for (String label : column.labels()) {
                out.writeUTF(label);
            }
        }
        TableKey key = shape.key();
        out.writeBoolean(key.primary());
        out.writeBoolean(key.others());
        out.writeShort(key.columns().size());
        for (int column : key.columns()) {
            out.writeShort(column);
        }
    }

    /**
     * Reads back what {@link #write} gave.
     *
     * @throws IllegalArgumentException when it is not such a text
     */
    static TableSchemas parse(String text) {
        if (!text.startsWith(VERSION)) {
            throw new IllegalArgumentException("the schemas of tables are not of version 2, which this program knows");
        }
        String encoded = text.substring(VERSION.length());
        byte[] bytes = Base64.getDecoder().decode(encoded);
        ByteArrayInputStream compressed = new ByteArrayInputStream(bytes);
        Inflater inflater = new Inflater();
        try (DataInputStream in = new DataInputStream(new InflaterInputStream(compressed, inflater))) {
            TableSchemas schemas = read(in);
            boolean ends = in.read() < 0 && inflater.getRemaining() == 0 && compressed.available() == 0;
            if (!ends || !Base64.getEncoder().encodeToString(bytes).equals(encoded)) {
                throw new IOException("it does not end where it should");
            }
            return schemas;
        } catch (IOException e) {
            throw new IllegalArgumentException("the schemas of tables are damaged: " + e.getMessage(), e);
        } finally {
            inflater.end();
        }
    }

    private static TableSchemas read(DataInputStream in) throws IOException {
        boolean followed = bool(in);
        Map<String, String> databases = new TreeMap<>();
        for (int i = in.readInt(); i > 0; i--) {
            databases.put(in.readUTF(), in.readUTF());
        }
        Map<TableName, Entry> tables = new HashMap<>();
        for (int i = in.readInt(); i > 0; i--) {
            String database = in.readUTF();
            for (int j = in.readInt(); j > 0; j--) {
                tables.put(new TableName(database, in.readUTF()), readEntry(in));
            }
        }
        return new TableSchemas(followed, Map.copyOf(tables), databases);
    }

    private static Entry readEntry(DataInputStream in) throws IOException {
        if (!bool(in)) {
            return new Lost(in.readUTF());
        }
        LogPlace since = new LogPlace(in.readUTF(), in.readLong());
        return new Known(readShape(in), since);
    }

    private static TableShape readShape(DataInputStream in) throws IOException {
        String charset = charset(in);
        List<ColumnShape> columns = new ArrayList<>();
        for (int i = in.readUnsignedShort(); i > 0; i--) {
            String name = in.readUTF();
            LoggedType type = new LoggedType(in.readUnsignedByte(), in.readInt());
            int flags = in.readUnsignedByte();
            Boolean nullable =
                    switch (flags & ~UNSIGNED) {
                        case UNKNOWN -> null;
                        case NULLABLE -> Boolean.TRUE;
                        case NOT_NULL -> Boolean.FALSE;
                        default -> throw new IOException("a column has the flags " + flags);
                    };
            String ofColumn = charset(in);
            List<String> labels = new ArrayList<>();
            for (int j = in.readUnsignedShort(); j > 0; j--) {
                labels.add(in.readUTF());
            }
            columns.add(new ColumnShape(name, type, (flags & UNSIGNED) != 0, ofColumn, nullable, labels));
        }
        boolean primary = bool(in);
        boolean others = bool(in);
        List<Integer> key = new ArrayList<>();
        for (int i = in.readUnsignedShort(); i > 0; i--) {
            int column = in.readUnsignedShort();
            if (column >= columns.size()) {
                throw new IOException("a key has column %d of %d".formatted(column, columns.size()));
            }
            key.add(column);
        }
        return new TableShape(columns, new TableKey(key, primary, others), charset);
    }

    private static boolean bool(DataInputStream in) throws IOException {
        int read = in.readUnsignedByte();
        if (read > 1) {
            throw new IOException(read + " is neither true nor false");
        }
        return read == 1;
    }

    private static @Nullable String charset(DataInputStream in) throws IOException {
        String name = in.readUTF();
        return name.equals(NO_CHARSET) ? null : name;
    }
}
