package dev.corecdc.processor.mysql;

import static dev.corecdc.processor.mysql.ScriptedLog.bytes;

import com.github.luben.zstd.Zstd;
import java.io.DataOutputStream;
import java.io.IOException;

/** Writes compressed transactions as MySQL does. */
final class ScriptedPayload {

    static final int ZSTD = 0;
    static final int NONE = 255;

    private ScriptedPayload() {}

    /** The body of a TRANSACTION_PAYLOAD event with these events in it. */
    static byte[] zstd(LogEvent... events) {
        byte[] plain = plain(events);
        return body(ZSTD, plain.length, Zstd.compress(plain));
    }

    /** The same, uncompressed. */
    static byte[] uncompressed(LogEvent... events) {
        byte[] plain = plain(events);
        return body(NONE, plain.length, plain);
    }

    static byte[] body(int compression, long uncompressedSize, byte[] payload) {
        return bytes(out -> {
            field(out, 2, compression);
            field(out, 3, uncompressedSize);
            field(out, 1, payload.length);
            out.write(0);
            out.write(payload);
        });
    }

    private static void field(DataOutputStream out, int type, long value) throws IOException {
        out.write(type);
        out.write(9);
        out.write(254);
        out.writeLong(Long.reverseBytes(value));
    }

    /** The events one behind the other, without checksums. */
    static byte[] plain(LogEvent... events) {
        return bytes(out -> {
            for (LogEvent event : events) {
                header(out, event, event.body().length + 19);
                out.write(event.body());
            }
        });
    }

    /** The header of an event that claims a length. */
    static void header(DataOutputStream out, LogEvent event, int length) throws IOException {
        out.writeInt(Integer.reverseBytes((int) event.timestamp()));
        out.write(event.type());
        out.writeInt(Integer.reverseBytes((int) event.serverId()));
        out.writeInt(Integer.reverseBytes(length));
        out.writeInt(0);
        out.writeShort(Short.reverseBytes((short) event.flags()));
    }
}
