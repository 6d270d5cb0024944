package dev.corecdc.target.jdbc;

/** The statements of Snowflake, executed by an H2. */
class SnowflakeTargetTests extends JdbcTargetContract {

    private static final Copy COPY = Copy.onH2AsSnowflake();

    @Override
    Copy copy() {
        return COPY;
    }
}
