package dev.corecdc.processor.mysql;

import com.github.shyiko.mysql.binlog.network.AuthenticationException;
import com.github.shyiko.mysql.binlog.network.ServerException;
import dev.corecdc.processor.PositionLostException;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import java.io.EOFException;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells what a failure of the server or the connection means (MySQL: "Server Error Message Reference"). */
final class SourceFaults {

    /** ER_MASTER_FATAL_ERROR_READING_BINLOG: the text says which. */
    private static final int DUMP_FAILED = 1236;

    /** Access denied for the host, the user, the database; no such privilege; password expired; account locked. */
    private static final Set<Integer> REFUSED =
            Set.of(1044, 1045, 1130, 1142, 1227, 1251, 1698, 1820, 1862, 2061, 3118, 3955);

    /** What the driver says, without a code, when it may not ask for the server's public key. */
    private static final String KEY_RETRIEVAL = "Public Key Retrieval is not allowed";

    /** And when the server has no TLS, when it does not know how an account logs in, and when that asks for TLS. */
    private static final String NO_TLS = "SSL Connection required, but not provided by server";

    private static final Pattern UNKNOWN_PLUGIN = Pattern.compile("Unable to load authentication plugin '([^']*)'");
    private static final Pattern NEEDS_TLS = Pattern.compile("SSL connection required for plugin \"([^\"]*)\"");

    private static final int ACCESS_DENIED = 1045;
    private static final int NO_SUCH_PRIVILEGE = 1227;

    /** ER_XAER_RMERR, with a text that does not say so: what MySQL answers XA RECOVER when the user lacks XA_RECOVER_ADMIN. */
    static final int XA_RECOVER_REFUSED = 1401;

    /** Parts of the texts of error 1236 that mean that the log does not hold the place. */
    private static final List<String> LOST = List.of(
            "could not find first log file",
            "purged required binary logs",
            "purged binary logs containing gtids",
            "position > file size",
            "impossible position",
            "could not find gtid state",
            "is not in the master's binlog",
            "is missing the gtid",
            "more gtids than the",
            "unexpected gap in the sequence number");

    /** A mode that the transactions about the place do not suit, as they were written in another one. */
    private static final Pattern GTID_MODE = Pattern.compile("GTID_MODE = (ON|OFF)\\b");

    private static final String GTID_MODE_REMEDY =
            ". What is to be read was written before gtid_mode was changed. Run SET GLOBAL gtid_mode = ON_PERMISSIVE; (where it was set to"
                    + " ON) or OFF_PERMISSIVE; (where it was set to OFF), and set it back when this processor has caught up";

    private static final List<String> SAME_ID = List.of("same server_uuid", "same server_id", "same server-id");

    private SourceFaults() {}

    /** A failure of a query. */
    static SourceException ofQuery(MySqlSettings settings, SQLException e) {
        LoginRefusedException refused = refusedByUs(e);
        Optional<String> hopeless = whyNoLogin(refused == null ? e : refused);
        if (hopeless.isPresent()) {
            return noLogin(settings, hopeless.get(), e);
        }
        return REFUSED.contains(e.getErrorCode())
                ? refused(settings, e.getErrorCode(), e)
                : new SourceException(
                        Kind.UNAVAILABLE, "%s does not answer: %s".formatted(settings.address(), rootMessage(e)), e);
    }

    /** What the driver does not do, in the words of {@link Login}. */
    private static @Nullable LoginRefusedException refusedByUs(SQLException e) {
        String text = rootMessage(e);
        if (text.contains(KEY_RETRIEVAL)) {
            return LoginRefusedException.needsKey();
        }
        if (text.contains(NO_TLS)) {
            return LoginRefusedException.needsTls();
        }
        Matcher plugin = UNKNOWN_PLUGIN.matcher(text);
        if (plugin.find()) {
            return LoginRefusedException.ofPlugin(plugin.group(1));
        }
        Matcher clear = NEEDS_TLS.matcher(text);
        return clear.find() ? LoginRefusedException.needsTlsFor(clear.group(1)) : null;
    }

    private static Optional<String> whyNoLogin(Throwable cause) {
        return cause instanceof LoginRefusedException
                ? Optional.of(String.valueOf(cause.getMessage()))
                : TlsFaults.explain(cause);
    }

    private static SourceException noLogin(MySqlSettings settings, String why, Throwable cause) {
        return new SourceException(
                Kind.REFUSED,
                "cannot log in to %s as '%s': %s.".formatted(settings.address(), settings.username(), why),
                cause);
    }

    /** The end of a dump. */
    static SourceException ofDump(MySqlSettings settings, @Nullable Throwable cause) {
        Optional<String> hopeless = cause == null ? Optional.empty() : whyNoLogin(cause);
        if (cause != null && hopeless.isPresent()) {
            return noLogin(settings, hopeless.get(), cause);
        }
        if (cause instanceof ServerException && isSameId(cause)) {
            return new SourceException(
                    Kind.UNAVAILABLE,
                    "another reader of %s has connected with the same server id, which ended this connection. Give one of them another"
                                    .formatted(settings.address())
                            + " 'server-id', or none, which derives one: %s".formatted(cause.getMessage()),
                    cause);
        }
        if (cause instanceof ServerException e && e.getErrorCode() == DUMP_FAILED) {
            return dumpFailed(settings, e);
        }
        if (cause instanceof ServerException e && REFUSED.contains(e.getErrorCode())) {
            return refused(settings, e.getErrorCode(), e);
        }
        if (cause instanceof AuthenticationException e) {
            return refused(settings, e.getErrorCode(), e);
        }
        if (cause instanceof LogResetException) {
            return new PositionLostException(
                    "%s no longer holds the place to go on from: %s. What it has written since then cannot be told from what was read."
                            .formatted(settings.address(), cause.getMessage()),
                    cause);
        }
        if (cause instanceof MalformedEventException) {
            return new SourceException(
                    Kind.UNAVAILABLE,
                    "%s sent a damaged log: %s".formatted(settings.address(), cause.getMessage()),
                    cause);
        }
        if (cause instanceof UndecodableEventException) {
            return new SourceException(
                    Kind.UNREADABLE,
                    "the log of %s cannot be followed: %s".formatted(settings.address(), cause.getMessage()),
                    cause);
        }
        if (cause instanceof OutOfMemoryError) {
            return new SourceException(
                    Kind.UNAVAILABLE,
                    "the memory of the service ran out while it read %s; give it more, with -Xmx"
                            .formatted(settings.address()),
                    cause);
        }
        String why = cause == null || cause instanceof EOFException ? "it ended the connection" : rootMessage(cause);
        return new SourceException(Kind.UNAVAILABLE, "lost %s: %s".formatted(settings.address(), why), cause);
    }

    /** Whether a dump ended because another reader of the server has its id. MariaDB has an error of its own for it. */
    static boolean isSameId(Throwable cause) {
        String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        return cause instanceof ServerException && SAME_ID.stream().anyMatch(text::contains);
    }

    private static SourceException dumpFailed(MySqlSettings settings, ServerException e) {
        String text = String.valueOf(e.getMessage()).replaceAll("\\.+$", "");
        String lower = text.toLowerCase(Locale.ROOT);
        if (LOST.stream().anyMatch(lower::contains)) {
            return new PositionLostException(
                    "%s no longer holds the place to go on from: %s.".formatted(settings.address(), text), e);
        }
        return new SourceException(
                Kind.UNAVAILABLE,
                "%s cannot read its binlog: %s%s"
                        .formatted(
                                settings.address(),
                                text,
                                GTID_MODE.matcher(text).find() ? GTID_MODE_REMEDY : ""),
                e);
    }

    private static SourceException refused(MySqlSettings settings, int code, Exception e) {
        String text = "%s refuses user '%s': %s".formatted(settings.address(), settings.username(), rootMessage(e));
        if (code == ACCESS_DENIED) {
            text +=
                    ". The password is wrong, or the account asks for TLS or a client certificate (REQUIRE of SHOW CREATE USER), which 'ssl.mode'"
                            + " and 'ssl.bundle' do not give.";
        }
        if (code == NO_SUCH_PRIVILEGE) {
            text += ". Grant it: GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO '%s'@'%%';"
                    .formatted(settings.username());
        }
        return new SourceException(Kind.REFUSED, text, e);
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return message == null ? root.getClass().getSimpleName() : message;
    }
}
