package dev.corecdc.bench;

/** What a reading process is told by its arguments. */
record Reading(
        String host,
        int port,
        String user,
        String password,
        String file,
        String gtids,
        String tables,
        long rows,
        String variant) {

    static Reading of(String[] arguments) {
        return new Reading(
                arguments[0],
                Integer.parseInt(arguments[1]),
                arguments[2],
                arguments[3],
                arguments[4],
                arguments[5],
                arguments[6],
                Long.parseLong(arguments[7]),
                arguments[8]);
    }
}
