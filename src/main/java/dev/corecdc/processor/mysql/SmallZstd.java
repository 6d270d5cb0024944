package dev.corecdc.processor.mysql;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.lang.ref.Cleaner;
import org.jspecify.annotations.Nullable;

/**
 * Decompresses what is small, each piece at once. What that needs of native memory takes far longer to set up than to use; it is kept, and
 * freed some time after this is no longer reachable. Used by one thread.
 */
final class SmallZstd {

    private static final Cleaner CLEANER = Cleaner.create();

    private @Nullable ZstdDecompressCtx context;

    /**
     * What is left in {@code compressed}.
     *
     * @param size its size
     * @throws UndecodableEventException when it is damaged, or of another size
     */
    byte[] decompress(byte[] compressed, int offset, int length, int size) {
        byte[] plain = new byte[size];
        int decompressed;
        try {
            decompressed = context().decompressByteArray(plain, 0, size, compressed, offset, length);
        } catch (ZstdException e) {
            throw new UndecodableEventException("its payload is damaged: " + e.getMessage());
        }
        if (decompressed < size) {
            throw new UndecodableEventException("its payload ends %d bytes too early".formatted(size - decompressed));
        }
        return plain;
    }

    private ZstdDecompressCtx context() {
        ZstdDecompressCtx made = context;
        if (made == null) {
            made = new ZstdDecompressCtx();
            CLEANER.register(this, made::close);
            context = made;
        }
        return made;
    }
}
