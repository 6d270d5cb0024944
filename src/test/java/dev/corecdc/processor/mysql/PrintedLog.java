package dev.corecdc.processor.mysql;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the server's own program prints of its log: how many rows were changed, without those whose change was taken back. */
final class PrintedLog {

    private static final Pattern ROW = Pattern.compile("### (INSERT INTO|UPDATE|DELETE FROM) `(\\w+)`\\.`(\\w+)`");
    private static final Pattern SAVEPOINT = Pattern.compile("(SAVEPOINT|ROLLBACK TO) `?(\\w+)`?(?:/\\*!\\*/;)?");
    private static final Pattern XA =
            Pattern.compile("XA (START|PREPARE|COMMIT|ROLLBACK) (X'.*?',X'.*?',\\d+)( ONE PHASE)?.*");
    private static final Pattern END = Pattern.compile("(COMMIT|ROLLBACK)(?:/\\*!\\*/;)?");

    private final Map<String, Integer> counts = new TreeMap<>();
    private final List<String> group = new ArrayList<>();
    private final Map<String, List<String>> prepared = new HashMap<>();
    private final Map<String, Integer> savepoints = new HashMap<>();

    private PrintedLog() {}

    /**
     * How many rows of each kind and table were changed from a place on, as {@code INSERT db.table}.
     *
     * @param program {@code mysqlbinlog} or {@code mariadb-binlog}
     * @param log where to keep what it prints
     */
    static Map<String, Integer> counts(
            Path program, MySqlSettings settings, BinlogPosition start, boolean mariaDb, Path log)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--read-from-remote-server",
                "--host=" + settings.host(),
                "--port=" + settings.port(),
                "--protocol=TCP",
                "--user=" + settings.username(),
                "--password=" + settings.password(),
                "--base64-output=DECODE-ROWS",
                "-vv",
                "--to-last-log",
                "--start-position=" + start.offset()));
        command.addAll(mariaDb ? List.of("--skip-ssl") : List.of("--get-server-public-key"));
        command.add(start.file());
        Process printing =
                new ProcessBuilder(command).redirectError(log.toFile()).start();
        PrintedLog printed = new PrintedLog();
        try (BufferedReader lines = printing.inputReader(StandardCharsets.ISO_8859_1)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                printed.add(line);
            }
        }
        if (printing.waitFor() != 0) {
            throw new IOException(program + ": " + Files.readString(log, StandardCharsets.UTF_8));
        }
        return printed.counts;
    }

    private void add(String line) {
        Matcher row = ROW.matcher(line);
        if (row.matches()) {
            group.add("%s %s.%s"
                    .formatted(
                            row.group(1).replaceAll(" .*", "").toUpperCase(Locale.ROOT), row.group(2), row.group(3)));
            return;
        }
        Matcher savepoint = SAVEPOINT.matcher(line);
        Matcher end = END.matcher(line);
        Matcher xa = XA.matcher(line);
        if (savepoint.matches()) {
            String name = savepoint.group(2).toLowerCase(Locale.ROOT);
            if (savepoint.group(1).equals("SAVEPOINT")) {
                savepoints.put(name, group.size());
            } else {
                group.subList(savepoints.getOrDefault(name, 0), group.size()).clear();
            }
        } else if (xa.matches()) {
            addXa(xa.group(1), xa.group(2), xa.group(3) != null);
        } else if (end.matches()) {
            end(end.group(1).equals("COMMIT"));
        }
    }

    private void addXa(String verb, String name, boolean onePhase) {
        switch (verb) {
            case "PREPARE" -> {
                prepared.put(name, List.copyOf(group));
                end(false);
            }
            case "COMMIT" -> {
                group.addAll(onePhase ? List.of() : prepared.remove(name));
                end(true);
            }
            case "ROLLBACK" -> prepared.remove(name);
            default -> end(false);
        }
    }

    private void end(boolean commit) {
        if (commit) {
            group.forEach(change -> counts.merge(change, 1, Integer::sum));
        }
        group.clear();
        savepoints.clear();
    }
}
