package dev.corecdc.testing.mongodb.wire;

import de.bwaldvogel.mongo.bson.Document;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageCodec;
import io.netty.handler.codec.DecoderException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The frames of MongoDB's wire protocol, as its specification has them: OP_MSG with a body and document sequences, and
 * OP_QUERY with OP_REPLY, which a driver uses for its first word only.
 */
final class WireCodec extends ByteToMessageCodec<WireReply> {

    private static final int HEADER_BYTES = 16;
    private static final int OP_REPLY = 1;
    private static final int OP_QUERY = 2004;
    private static final int OP_MSG = 2013;
    private static final int CHECKSUM_PRESENT = 1;
    private static final int MORE_TO_COME = 1 << 1;
    private static final int CHECKSUM_BYTES = 4;
    private static final int BODY = 0;
    private static final int DOCUMENT_SEQUENCE = 1;

    private final AtomicInteger ids = new AtomicInteger();

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (in.readableBytes() < HEADER_BYTES || in.readableBytes() < in.getIntLE(in.readerIndex())) {
            return;
        }
        ByteBuf frame = in.readSlice(in.getIntLE(in.readerIndex()));
        frame.skipBytes(Integer.BYTES);
        int requestId = frame.readIntLE();
        frame.skipBytes(Integer.BYTES);
        int operation = frame.readIntLE();
        switch (operation) {
            case OP_MSG -> out.add(message(context, requestId, frame));
            case OP_QUERY -> out.add(query(context, requestId, frame));
            default -> throw new DecoderException("Operation " + operation + " is not part of the stand-in");
        }
    }

    private static WireRequest message(ChannelHandlerContext context, int requestId, ByteBuf frame) {
        int flags = frame.readIntLE();
        if ((flags & CHECKSUM_PRESENT) != 0) {
            frame.writerIndex(frame.writerIndex() - CHECKSUM_BYTES);
        }
        Document body = new Document();
        while (frame.isReadable()) {
            int kind = frame.readByte();
            switch (kind) {
                case BODY -> body.putAll(document(frame));
                case DOCUMENT_SEQUENCE -> readSequence(frame, body);
                default -> throw new DecoderException("A section of kind " + kind);
            }
        }
        return new WireRequest(context.channel(), requestId, false, (flags & MORE_TO_COME) == 0, body);
    }

    private static void readSequence(ByteBuf frame, Document body) {
        ByteBuf section = frame.readSlice(frame.getIntLE(frame.readerIndex()));
        section.skipBytes(Integer.BYTES);
        String name = cString(section);
        List<Document> documents = new ArrayList<>();
        while (section.isReadable()) {
            documents.add(document(section));
        }
        body.put(name, documents);
    }

    private static WireRequest query(ChannelHandlerContext context, int requestId, ByteBuf frame) {
        frame.skipBytes(Integer.BYTES);
        String namespace = cString(frame);
        frame.skipBytes(2 * Integer.BYTES);
        Document command = document(frame);
        command.put("$db", namespace.substring(0, namespace.indexOf('.')));
        return new WireRequest(context.channel(), requestId, true, true, command);
    }

    private static Document document(ByteBuf frame) {
        byte[] bytes = new byte[frame.getIntLE(frame.readerIndex())];
        frame.readBytes(bytes);
        return BsonDocuments.decode(ByteBuffer.wrap(bytes));
    }

    private static String cString(ByteBuf frame) {
        int length = frame.bytesBefore((byte) 0);
        String text = frame.readCharSequence(length, StandardCharsets.UTF_8).toString();
        frame.skipBytes(1);
        return text;
    }

    @Override
    protected void encode(ChannelHandlerContext context, WireReply reply, ByteBuf out) {
        byte[] answer = BsonDocuments.encode(reply.answer());
        int start = out.writerIndex();
        out.writeIntLE(0);
        out.writeIntLE(ids.incrementAndGet());
        out.writeIntLE(reply.requestId());
        out.writeIntLE(reply.legacy() ? OP_REPLY : OP_MSG);
        out.writeIntLE(0);
        if (reply.legacy()) {
            out.writeLongLE(0);
            out.writeIntLE(0);
            out.writeIntLE(1);
        } else {
            out.writeByte(BODY);
        }
        out.writeBytes(answer);
        out.setIntLE(start, out.writerIndex() - start);
    }
}
