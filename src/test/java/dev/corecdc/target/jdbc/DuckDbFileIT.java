package dev.corecdc.target.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corecdc.target.jdbc.JdbcTargetSettings.Evolution;
import dev.corecdc.target.jdbc.JdbcTargetSettings.LetterCase;
import dev.corecdc.target.jdbc.JdbcTargetSettings.UntranslatableDdl;
import dev.corecdc.target.jdbc.JdbcTargetSettings.WithoutKey;
import dev.corecdc.target.jdbc.JdbcTargetSettings.ZeroDates;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A file of DuckDB that another process has, too. */
@Timeout(60)
class DuckDbFileIT {

    /** Has the file until its input ends. */
    static final class Holder {

        private Holder() {}

        public static void main(String[] args) throws SQLException, IOException {
            try (Connection connection = DriverManager.getConnection(args[0])) {
                System.out.println("has it: " + connection.isValid(1));
                while (System.in.read() >= 0) {}
            }
        }
    }

    @Test
    void isWrittenToAsSoonAsTheOtherProcessGivesItUp(@TempDir Path folder) throws Exception {
        Copy copy = new Copy("jdbc:duckdb:" + folder.resolve("copy.db"), null, null, "shop", "\"", false);
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        copy.url())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = holder.inputReader()) {
            assertThat(output.readLine()).isEqualTo("has it: true");
            try (JdbcTarget target = copy.open(impatient(copy))) {
                assertThatExceptionOfType(SQLException.class)
                        .isThrownBy(() -> target.save(List.of(Shop.insert(Shop.ITEM, 1L, "one", null))))
                        .withMessageContaining("Could not set lock on file");

                holder.getOutputStream().close();
                assertThat(holder.waitFor()).isZero();
                target.save(List.of(Shop.insert(Shop.ITEM, 1L, "one", null)));
                assertThat(copy.rows("SELECT * FROM shop.item")).containsExactly("1|one|null");
            }
        } finally {
            holder.destroyForcibly();
        }
    }

    private static JdbcTargetSettings impatient(Copy copy) {
        return new JdbcTargetSettings(
                copy.url(),
                null,
                null,
                "shop.{table}",
                LetterCase.AS_IS,
                WithoutKey.APPEND,
                ZeroDates.NULL_VALUE,
                false,
                Evolution.BASIC,
                UntranslatableDdl.HALT,
                false,
                Duration.ofSeconds(3),
                Duration.ofMinutes(1));
    }
}
