package dev.corecdc.testing.mongodb;

import java.util.List;

/** The version that a server claims to have; what it can do follows from it. */
record ServerVersion(int major, int minor, int patch) {

    private static final int OLDEST_MAJOR = 5;

    ServerVersion {
        if (major < OLDEST_MAJOR) {
            throw new IllegalArgumentException(
                    "The stand-in speaks as MongoDB 5.0 or later, not " + major + "." + minor);
        }
    }

    boolean isAtLeast(int otherMajor, int otherMinor) {
        return major > otherMajor || (major == otherMajor && minor >= otherMinor);
    }

    /** 13 for 5.0, 17 for 6.0, 21 for 7.0, 25 for 8.0. */
    int wireVersion() {
        return 13 + 4 * (major - OLDEST_MAJOR) + minor;
    }

    /** Since 6.0.9 and 7.0. */
    boolean splitsLargeEvents() {
        return isAtLeast(6, 1) || (isAtLeast(6, 0) && patch >= 9);
    }

    boolean hasDisambiguatedPaths() {
        return isAtLeast(6, 1);
    }

    int tokenVersion() {
        return isAtLeast(7, 0) ? 2 : 1;
    }

    List<Integer> toList() {
        return List.of(major, minor, patch, 0);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
