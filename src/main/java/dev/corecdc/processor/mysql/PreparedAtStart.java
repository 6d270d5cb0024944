package dev.corecdc.processor.mysql;

import dev.corecdc.processor.SourceException;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a server which XA transactions are prepared already, so that it can be said what is missing when they are committed. */
final class PreparedAtStart {

    private static final Logger log = LoggerFactory.getLogger(PreparedAtStart.class);

    private PreparedAtStart() {}

    /**
     * Adds them to the place where reading is to begin. Those that are prepared behind it are found again in the log. Without the
     * privilege to ask, none are added, and it is said how to get it.
     */
    static BinlogPosition addTo(BinlogPosition start, ServerSession session, MySqlSettings settings)
            throws SourceException {
        try {
            return start.with(PreparedXas.beforeStart(session.prepared()));
        } catch (SQLException e) {
            if (e.getErrorCode() != SourceFaults.XA_RECOVER_REFUSED) {
                throw SourceFaults.ofQuery(settings, e);
            }
            if (session.hasPreparedXa()) {
                log.warn(
                        "{} uses XA transactions, and does not tell user '{}' which are prepared already. What those have changed lies before"
                                + " the start and is not delivered when they are committed. To have them told, run:"
                                + " GRANT XA_RECOVER_ADMIN ON *.* TO '{}'@'%';",
                        settings.address(), settings.username(), settings.username());
            }
            return start;
        }
    }
}
