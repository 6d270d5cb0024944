package dev.corecdc.target.jdbc;

/** On H2; on PostgreSQL see {@link JdbcTargetIT}. */
class H2DdlTests extends DdlTranslationContract {

    @Override
    Copy copy() {
        return Copy.onH2();
    }
}
