package dev.corecdc.lease;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** What a process is called, so that a person finds it. */
final class HolderName {

    private HolderName() {}

    /** The name of the machine, or of the pod, and the number of the process. */
    static String ofThisProcess() {
        return "%s (process %d)".formatted(host(), ProcessHandle.current().pid());
    }

    private static String host() {
        String name = System.getenv("HOSTNAME");
        if (name != null && !name.isBlank()) {
            return name;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "a machine without a name";
        }
    }
}
