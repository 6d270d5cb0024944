package dev.corecdc.processor.mysql;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a user may do, as {@code SHOW GRANTS} of both servers tells the user: with the roles that are in force, without those that are
 * not.
 *
 * @param account the user as SQL names it
 * @param everywhere the privileges on {@code *.*}, in upper case
 * @param inDatabases whether SELECT is there for single databases or tables
 * @param revoked the databases for which MySQL's partial revokes take SELECT away again, such as {@code `shop`.*}
 * @param roles whether there are any, in force or not
 */
record Grants(String account, Set<String> everywhere, boolean inDatabases, List<String> revoked, boolean roles) {

    private static final Pattern PRIVILEGES =
            Pattern.compile("(GRANT|REVOKE) (.+?) ON (.+?) (?:TO|FROM) (\\S+@\\S+|\\S+).*", Pattern.DOTALL);
    private static final Pattern READS = Pattern.compile("(?s)(.*, )?SELECT\\b.*|ALL PRIVILEGES.*");
    private static final String ALL = "ALL PRIVILEGES";

    /** May do more than anything that is asked for here, on some servers. */
    private static final String SUPER = "SUPER";

    Grants {
        everywhere = Set.copyOf(everywhere);
        revoked = List.copyOf(revoked);
    }

    /** @param lines the rows of the answer */
    static Grants of(List<String> lines) {
        String account = "CURRENT_USER";
        Set<String> everywhere = new LinkedHashSet<>();
        List<String> revoked = new ArrayList<>();
        boolean inDatabases = false;
        boolean roles = false;
        for (String line : lines) {
            Matcher grant = PRIVILEGES.matcher(line);
            if (!grant.matches()) {
                roles |= line.startsWith("GRANT ");
                continue; // the privileges of a role in force stand in lines of their own
            }
            account = grant.group(4).contains("@") ? grant.group(4) : account;
            String privileges = grant.group(2).toUpperCase(Locale.ROOT);
            boolean reads = READS.matcher(privileges).matches();
            if (grant.group(1).equals("REVOKE")) {
                revoked.addAll(reads ? List.of(grant.group(3)) : List.of());
            } else if (grant.group(3).equals("*.*")) {
                everywhere.addAll(List.of(privileges.split(", ", -1)));
            } else {
                inDatabases |= reads;
            }
        }
        return new Grants(account, everywhere, inDatabases, revoked, roles);
    }

    /** Whether a privilege, under any of its names, or one that includes it, is there on {@code *.*}. */
    boolean has(String... names) {
        return everywhere.contains(ALL)
                || everywhere.contains(SUPER)
                || List.of(names).stream().anyMatch(everywhere::contains);
    }

    /** Whether tables can be looked at, if only some. */
    boolean canRead() {
        return has("SELECT") || inDatabases;
    }
}
