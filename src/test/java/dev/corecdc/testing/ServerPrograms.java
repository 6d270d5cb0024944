package dev.corecdc.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A server program on this machine's disk.
 *
 * @param program the server itself, or a launcher that becomes it
 * @param fixedArguments what it always needs first
 * @param scripts where MariaDB keeps the SQL that makes its system tables; MySQL has it built in
 */
record ServerPrograms(ServerKind kind, Path program, List<String> fixedArguments, Path scripts) {

    /** Makes a new data folder: a copy of one that was initialised once, which takes seconds. */
    void createData(Path data) throws IOException {
        Path template =
                BuildFolder.resolve("servers/template-" + kind.type() + "-" + Integer.toHexString(program.hashCode()));
        if (!Files.exists(template)) {
            initialise(template);
        }
        BuildFolder.copy(template, data);
    }

    /** Another JVM may do the same at the same time: each works in a folder of its own, and the first move wins. */
    private void initialise(Path template) throws IOException {
        Files.createDirectories(template.getParent());
        Path draft = Files.createTempDirectory(template.getParent(), "draft-");
        Path log = draft.resolveSibling(draft.getFileName() + ".log");
        Path data = draft.resolve("data");
        if (kind == ServerKind.MYSQL) {
            run(log, "", "--initialize-insecure", "--datadir=" + data);
            // The server's own name; each copy makes itself a new one.
            Files.delete(data.resolve("auto.cnf"));
        } else {
            Files.createDirectories(data);
            run(log, systemTables(), "--bootstrap", "--datadir=" + data);
        }
        try {
            Files.move(data, template, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.exists(template)) {
                throw e;
            }
        }
        BuildFolder.delete(draft);
        Files.delete(log);
    }

    private String systemTables() throws IOException {
        StringBuilder sql = new StringBuilder("create database mysql;\nuse mysql;\nset @auth_root_socket=NULL;\n");
        String prefix = Files.exists(scripts.resolve("mariadb_system_tables.sql")) ? "mariadb" : "mysql";
        for (String script : List.of("system_tables", "performance_tables", "system_tables_data")) {
            Path file = scripts.resolve("%s_%s.sql".formatted(prefix, script));
            sql.append(Files.readString(file, StandardCharsets.UTF_8));
        }
        return sql.toString();
    }

    private void run(Path log, String input, String... arguments) throws IOException {
        Process process = launch(log, List.of(arguments));
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException(
                        kind + " could not make its data folder:\n" + Files.readString(log, StandardCharsets.UTF_8));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while " + kind + " made its data folder", e);
        }
    }

    /** Starts the program; what it prints goes to the end of {@code log}. */
    Process launch(Path log, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(fixedArguments);
        if ("root".equals(System.getProperty("user.name"))) {
            command.add("--user=root");
        }
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }
}
