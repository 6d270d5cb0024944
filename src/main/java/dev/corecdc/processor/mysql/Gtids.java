package dev.corecdc.processor.mysql;

import com.github.shyiko.mysql.binlog.GtidSet;
import com.github.shyiko.mysql.binlog.event.MySqlGtid;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A growing set of transactions, in the notation of MySQL ({@code uuid:1-5}) or MariaDB ({@code 0-1-5}). Used by one thread. */
interface Gtids {

    /** Adds a transaction. */
    void add(String gtid);

    /** The set in its server's notation. */
    @Override
    String toString();

    static Gtids mysql(String set) {
        return new MySqlGtids(new GtidSet(set));
    }

    static Gtids mariadb(String set) {
        return new MariaDbGtids(MariaDbGtids.parse(set));
    }

    /** Whether {@code text} is a set of MySQL's, with one transaction at least. */
    static boolean isMySql(String text) {
        return MySqlGtids.isSet(text);
    }

    /** Whether {@code text} is a set of MariaDB's, with one transaction at least. */
    static boolean isMariaDb(String text) {
        return MariaDbGtids.GTID_SET.matcher(text).matches();
    }

    /** Whether {@code set} has everything that {@code part} has; false when they are of two kinds of servers. */
    static boolean contains(String set, String part) {
        if (part.isEmpty()) {
            return true;
        }
        boolean mariadb = isMariaDb(part);
        if (mariadb != isMariaDb(set)) {
            return false;
        }
        return mariadb
                ? MariaDbGtids.contains(MariaDbGtids.parse(set), MariaDbGtids.parse(part))
                : new GtidSet(part).isContainedWithin(new GtidSet(set));
    }

    /**
     * The transactions of a set of MariaDB's that a log lacks.
     *
     * @param state the last transaction of each domain and server in the log
     */
    static String missing(String set, String state) {
        List<String> logged = List.of(state.split(",", -1));
        return MariaDbGtids.parse(set).values().stream()
                .filter(gtid -> logged.stream().noneMatch(last -> MariaDbGtids.reaches(last.strip(), gtid)))
                .collect(Collectors.joining(","));
    }

    /** MySQL's sets of intervals. */
    final class MySqlGtids implements Gtids {

        private static final Pattern SERVER = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");
        private static final Pattern PART = Pattern.compile("[a-zA-Z_]\\w{0,31}|\\d{1,19}(-\\d{1,19})?");

        private final GtidSet set;

        /** The server of the transaction that was added last: nearly always that of the next, too. */
        private String server = "";

        private UUID serverId = new UUID(0, 0);

        private MySqlGtids(GtidSet set) {
            this.set = set;
        }

        /** Piece by piece: one expression for the whole would nest as deep as a set of many intervals is long. */
        private static boolean isSet(String text) {
            return Stream.of(text.split(",", -1)).map(String::strip).allMatch(MySqlGtids::isSetOfOneServer);
        }

        private static boolean isSetOfOneServer(String text) {
            String[] parts = text.split(":", -1);
            return parts.length > 1
                    && SERVER.matcher(parts[0]).matches()
                    && Stream.of(parts).skip(1).allMatch(PART.asMatchPredicate());
        }

        @Override
        public void add(String gtid) {
            int colon = gtid.lastIndexOf(':');
            if (gtid.indexOf(':') < colon) {
                set.add(gtid); // with a tag
                return;
            }
            if (colon != server.length() || !gtid.startsWith(server)) {
                server = gtid.substring(0, colon);
                serverId = UUID.fromString(server);
            }
            set.addGtid(new MySqlGtid(serverId, Long.parseLong(gtid, colon + 1, gtid.length(), 10)));
        }

        @Override
        public String toString() {
            return set.toString();
        }
    }

    /** MariaDB's last transaction of each replication domain. */
    record MariaDbGtids(Map<Long, String> last) implements Gtids {

        private static final String GTID = "\\d{1,10}-\\d{1,10}-\\d{1,20}";
        private static final Pattern GTID_SET = Pattern.compile(GTID + "(," + GTID + ")*");

        static Map<Long, String> parse(String set) {
            Map<Long, String> last = new TreeMap<>();
            for (String gtid : set.split(",", -1)) {
                if (!gtid.isBlank()) {
                    last.put(domain(gtid.strip()), gtid.strip());
                }
            }
            return last;
        }

        static boolean contains(Map<Long, String> set, Map<Long, String> part) {
            return part.entrySet().stream().allMatch(entry -> {
                String have = set.get(entry.getKey());
                return have != null && Long.compareUnsigned(sequence(have), sequence(entry.getValue())) >= 0;
            });
        }

        /** Whether {@code last} is {@code gtid}, or a later one of the same domain and server. */
        static boolean reaches(String last, String gtid) {
            int end = gtid.lastIndexOf('-') + 1;
            return last.startsWith(gtid.substring(0, end)) && Long.compareUnsigned(sequence(last), sequence(gtid)) >= 0;
        }

        private static long domain(String gtid) {
            return Long.parseLong(gtid.substring(0, gtid.indexOf('-')));
        }

        private static long sequence(String gtid) {
            return Long.parseUnsignedLong(gtid.substring(gtid.lastIndexOf('-') + 1));
        }

        @Override
        public void add(String gtid) {
            last.put(domain(gtid), gtid);
        }

        @Override
        public String toString() {
            return String.join(",", last.values());
        }
    }
}
