package dev.corecdc.processor.mysql;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages events in every way that can be thought of, by chance. */
final class Damage {

    private static final long[] EXTREMES = {
        0,
        1,
        -1,
        0x7f,
        0x80,
        0xfb,
        0xfc,
        0xfd,
        0xfe,
        0x7fff,
        0x8000,
        0xff_ffff,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    private final Random random;

    /** Others of the same log, to be mixed with. */
    private final List<byte[]> others;

    Damage(Random random, List<byte[]> others) {
        this.random = random;
        this.others = others;
    }

    /** The event, with its header and checksum, damaged. Mostly its length and checksum are right again, so that it is read at all. */
    byte[] of(byte[] event) {
        return switch (random.nextInt(12)) {
            case 0 -> bytes(event, 0);
            case 1 -> RecordedLog.withChecksum(header(event));
            default -> {
                byte[] body = RecordedLog.body(event);
                for (int i = random.nextInt(3); i >= 0; i--) {
                    body = bytes(body, 0);
                }
                yield RecordedLog.withBody(event, body);
            }
        };
    }

    /** Timestamp, type, server id, length, place or flags. */
    private byte[] header(byte[] event) {
        byte[] changed = event.clone();
        switch (random.nextInt(4)) {
            case 0 -> changed[4] = (byte) random.nextInt(256);
            case 1 -> changed[random.nextInt(RecordedLog.HEADER)] ^= (byte) (1 << random.nextInt(8));
            case 2 -> write(changed, 9, Integer.BYTES, extreme(event.length));
            default -> write(changed, random.nextInt(RecordedLog.HEADER - 4), Integer.BYTES, extreme(event.length));
        }
        return changed;
    }

    private byte[] bytes(byte[] bytes, int from) {
        if (bytes.length == 0) {
            return new byte[random.nextInt(30)];
        }
        byte[] changed = bytes.clone();
        int at = from + random.nextInt(bytes.length);
        switch (random.nextInt(9)) {
            case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> changed[at] = (byte) extreme(bytes.length);
            case 2 -> write(changed, at, 1 << random.nextInt(4), extreme(bytes.length - at));
            case 3 -> changed = Arrays.copyOf(bytes, at);
            case 4 -> changed = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(1 << random.nextInt(14)));
            case 5 ->
                changed = joined(bytes, at, bytes, random.nextInt(bytes.length)); // a block twice, or one is missing
            case 6 -> {
                byte[] other = RecordedLog.body(others.get(random.nextInt(others.size())));
                changed = joined(bytes, at, other, other.length == 0 ? 0 : random.nextInt(other.length));
            }
            case 7 -> {
                byte[] block = new byte[1 + random.nextInt(Math.min(16, bytes.length - at))];
                random.nextBytes(block);
                System.arraycopy(block, 0, changed, at, block.length);
            }
            default -> {
                for (int i = random.nextInt(8); i >= 0; i--) {
                    changed[random.nextInt(changed.length)] = (byte) random.nextInt();
                }
            }
        }
        return changed;
    }

    private long extreme(int near) {
        int choice = random.nextInt(EXTREMES.length + 3);
        return choice < EXTREMES.length ? EXTREMES[choice] : near + choice - EXTREMES.length - 1;
    }

    private static byte[] joined(byte[] head, int headEnd, byte[] tail, int tailBegin) {
        byte[] joined = Arrays.copyOf(head, headEnd + tail.length - tailBegin);
        System.arraycopy(tail, tailBegin, joined, headEnd, tail.length - tailBegin);
        return joined;
    }

    private static void write(byte[] bytes, int at, int width, long value) {
        for (int i = 0; i < width && at + i < bytes.length; i++) {
            bytes[at + i] = (byte) (value >> (8 * i));
        }
    }
}
