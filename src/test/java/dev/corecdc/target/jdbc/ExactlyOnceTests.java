package dev.corecdc.target.jdbc;

/** On H2; on the other kinds of database see {@link JdbcTargetIT}. */
class ExactlyOnceTests extends ExactlyOnceContract {

    private static final Copy COPY = Copy.onH2();

    @Override
    Copy copy() {
        return COPY;
    }
}
