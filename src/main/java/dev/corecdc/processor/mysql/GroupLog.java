package dev.corecdc.processor.mysql;

/** Where the groups of prepared XA transactions can be read again. */
interface GroupLog {

    /**
     * The log from the beginning of a group on. Nothing is asked of the server before the first poll, which may take as long as connecting
     * does; a poll throws a {@link dev.corecdc.processor.PositionLostException} when the log no longer holds the group.
     */
    LogEvents open(Xid xid, PreparedXa.InLog place);
}
