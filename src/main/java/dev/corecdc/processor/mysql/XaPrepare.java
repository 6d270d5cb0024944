package dev.corecdc.processor.mysql;

/**
 * The event at the end of the group of an XA transaction (MySQL: "XA_prepare_event"; MariaDB: "XA_PREPARE_LOG_EVENT").
 *
 * @param onePhase whether it is committed with that
 * @param xid the transaction
 */
record XaPrepare(boolean onePhase, Xid xid) {

    static XaPrepare parse(byte[] body) {
        EventBytes bytes = new EventBytes(body);
        boolean onePhase = bytes.unsigned8() != 0;
        long formatId = bytes.unsigned(4);
        int gtrid = (int) bytes.unsigned(4);
        int bqual = (int) bytes.unsigned(4);
        return new XaPrepare(onePhase, Xid.of(bytes.copy(gtrid), bytes.copy(bqual), formatId));
    }
}
