package dev.corecdc.processor.mysql;

/** The types of values in MySQL's binary JSON format ({@code json_binary.h}), and how a wrong one is refused. */
final class JsonTypes {

    static final int SMALL_OBJECT = 0;
    static final int LARGE_OBJECT = 1;
    static final int SMALL_ARRAY = 2;
    static final int LARGE_ARRAY = 3;
    static final int LITERAL = 4;
    static final int INT16 = 5;
    static final int UINT16 = 6;
    static final int INT32 = 7;
    static final int UINT32 = 8;
    static final int INT64 = 9;
    static final int UINT64 = 10;
    static final int DOUBLE = 11;
    static final int STRING = 12;
    static final int OPAQUE = 15;

    /** MySQL's own limit. */
    private static final int GREATEST_DEPTH = 100;

    private JsonTypes() {}

    static boolean isContainer(int type) {
        return type >= SMALL_OBJECT && type <= LARGE_ARRAY;
    }

    static void checkDepth(int depth) {
        if (depth > GREATEST_DEPTH) {
            throw malformed("it is deeper than " + GREATEST_DEPTH);
        }
    }

    static void checkFit(int from, int end, int length) {
        if (length > end - from) {
            throw malformed("it ends too early");
        }
    }

    static UndecodableEventException malformed(String why) {
        return new UndecodableEventException("the JSON document is malformed: " + why);
    }
}
