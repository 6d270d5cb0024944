package dev.corecdc.target.jdbc;

import dev.corecdc.testing.DatabaseServers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;

/** On real servers what {@link JdbcTargetTests} shows on H2. */
class JdbcTargetIT {

    @Nested
    @Timeout(120)
    class OnMySql extends JdbcTargetContract {

        private static Copy copy;

        @BeforeAll
        static void start() {
            copy = Copy.on(DatabaseServers.mysql());
        }

        @Override
        Copy copy() {
            return copy;
        }
    }

    @Nested
    @Timeout(120)
    class OnMariaDb extends JdbcTargetContract {

        private static Copy copy;

        @BeforeAll
        static void start() {
            copy = Copy.on(DatabaseServers.mariadb());
        }

        @Override
        Copy copy() {
            return copy;
        }
    }

    @Nested
    @Timeout(120)
    class OnPostgreSql extends JdbcTargetContract {

        private static Copy copy;

        @BeforeAll
        static void start() {
            copy = Copy.onPostgreSql();
        }

        @Override
        Copy copy() {
            return copy;
        }
    }

    @Nested
    @Timeout(120)
    class OnceOnMySql extends ExactlyOnceContract {

        private static Copy copy;

        @BeforeAll
        static void start() {
            copy = Copy.on(DatabaseServers.mysql()).inDatabase();
        }

        @Override
        Copy copy() {
            return copy;
        }
    }

    @Nested
    @Timeout(120)
    class OnceOnMariaDb extends ExactlyOnceContract {

        private static Copy copy;

        @BeforeAll
        static void start() {
            copy = Copy.on(DatabaseServers.mariadb()).inDatabase();
        }

        @Override
        Copy copy() {
            return copy;
        }
    }

    @Nested
    @Timeout(120)
    class OnceOnPostgreSql extends ExactlyOnceContract {

        private static Copy copy;

        @BeforeAll
        static void start() {
            copy = Copy.onPostgreSql();
        }

        @Override
        Copy copy() {
            return copy;
        }
    }

    @Nested
    @Timeout(120)
    class TranslatedForPostgreSql extends DdlTranslationContract {

        @Override
        Copy copy() {
            return Copy.onPostgreSql();
        }
    }
}
