package dev.corecdc.processor.mysql;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * When the log files were begun that readers of a processor have seen. A server whose log is reset begins its files and the numbers of its
 * transactions anew, so that only this tells the new ones from those that have been read. Safe for use by several threads.
 */
final class SeenFiles {

    private static final int MOST = 1000;

    private final Map<String, Long> begun = new LinkedHashMap<>();

    /**
     * Whether a file is the one that was seen under its name, if any was.
     *
     * @param server tells the files of one server from those of others
     * @param time when it was begun, in seconds since the epoch
     */
    synchronized boolean isSame(String server, String name, long time) {
        Long before = begun.putIfAbsent(server + " " + name, time);
        if (begun.size() > MOST) {
            begun.remove(begun.keySet().iterator().next());
        }
        return before == null || before == time;
    }

    /** Whether a file of this name was seen. */
    synchronized boolean knows(String server, String name) {
        return begun.containsKey(server + " " + name);
    }
}
