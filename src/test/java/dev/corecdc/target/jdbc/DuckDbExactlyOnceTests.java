package dev.corecdc.target.jdbc;

/** On DuckDB what {@link ExactlyOnceTests} shows on H2. */
class DuckDbExactlyOnceTests extends ExactlyOnceContract {

    private static final Copy COPY = Copy.onDuckDb();

    @Override
    Copy copy() {
        return COPY;
    }
}
