package dev.corecdc.format;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** Bytes that are kept in pages, so that they never need a large piece of memory, nor are copied when they grow. Filled by one thread. */
final class PagedBytes extends OutputStream {

    private static final int PAGE_BYTES = 32 << 10;

    private final List<byte[]> full = new ArrayList<>();
    private byte[] page = new byte[PAGE_BYTES];
    private int used;

    @Override
    public void write(int octet) {
        makeRoom();
        page[used++] = (byte) octet;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        int from = offset;
        int left = length;
        while (left > 0) {
            makeRoom();
            int part = Math.min(left, PAGE_BYTES - used);
            System.arraycopy(bytes, from, page, used, part);
            used += part;
            from += part;
            left -= part;
        }
    }

    private void makeRoom() {
        if (used == PAGE_BYTES) {
            full.add(page);
            page = new byte[PAGE_BYTES];
            used = 0;
        }
    }

    long size() {
        return (long) full.size() * PAGE_BYTES + used;
    }

    void writeTo(OutputStream out) throws IOException {
        for (byte[] each : full) {
            out.write(each);
        }
        out.write(page, 0, used);
    }
}
