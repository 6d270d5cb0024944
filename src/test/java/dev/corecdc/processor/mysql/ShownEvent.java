package dev.corecdc.processor.mysql;

import dev.corecdc.testing.DatabaseServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * An event as {@code SHOW BINLOG EVENTS} shows it. MariaDB shows no end of an event within a transaction; that is where the next
 * one begins.
 *
 * @param begin where it begins
 * @param end where it ends
 * @param info what the server says of it
 */
record ShownEvent(long begin, String type, long end, String info) {

    static List<ShownEvent> of(DatabaseServer server, String file) throws SQLException {
        List<ShownEvent> events = new ArrayList<>();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW BINLOG EVENTS IN '" + file + "'")) {
            while (rows.next()) {
                events.add(new ShownEvent(
                        rows.getLong("Pos"),
                        rows.getString("Event_type"),
                        rows.getLong("End_log_pos"),
                        rows.getString("Info")));
            }
        }
        for (int i = 0; i < events.size() - 1; i++) {
            ShownEvent event = events.get(i);
            events.set(i, new ShownEvent(event.begin, event.type, events.get(i + 1).begin, event.info));
        }
        return events;
    }
}
