package dev.corecdc.processor.mysql;

/**
 * A place in the files of the server that is read.
 *
 * @param file empty for one in the files of another server, of which it is not known what lies behind it here
 */
record LogPlace(String file, long offset) {

    static final LogPlace ELSEWHERE = new LogPlace("", 0);

    /** Whether this place is the other one or lies behind it, so far as that is known. */
    boolean isAtOrBehind(LogPlace other) {
        if (file.isEmpty() || other.file.isEmpty()) {
            return false;
        }
        int byFile = Long.compare(BinlogFiles.number(file), BinlogFiles.number(other.file));
        return byFile > 0 || (byFile == 0 && offset >= other.offset);
    }

    @Override
    public String toString() {
        return file + ":" + offset;
    }
}
