package dev.corecdc.target.jdbc;

import dev.corecdc.event.DdlEvent;
import dev.corecdc.target.jdbc.CopiedDdl.AlterTable;
import dev.corecdc.target.jdbc.CopiedDdl.RenameTables;
import dev.corecdc.target.jdbc.TableChange.ChangeColumn;
import dev.corecdc.target.jdbc.TableChange.RenameColumn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Tells whether a statement that gives names, executed a second time, would give them back. */
final class RepeatedNames {

    /** For people. */
    static final String WHY =
            "it changes names around, and may have been executed before; look whether it has been, and pass over it if so";

    private RepeatedNames() {}

    private record Renamed(String from, String to) {}

    /** The same of a statement that need not be understood: of what is none of these, the answer is no. */
    static boolean comeBack(DdlEvent statement) {
        Long mode = statement.session().sqlMode();
        try {
            return comeBack(DdlReader.read(statement.statement(), mode == null ? 0 : mode));
        } catch (UntranslatableDdlException e) {
            return false;
        }
    }

    /** Whether a part of it would succeed where all of it has been done before. */
    static boolean comeBack(CopiedDdl statement) {
        List<Renamed> renames = new ArrayList<>();
        if (statement instanceof RenameTables tables) {
            tables.renamed().forEach(one -> renames.add(new Renamed(name(one.from()), name(one.to()))));
            return oneAfterTheOther(renames);
        } else if (statement instanceof AlterTable altered) {
            for (TableChange change : altered.changes()) {
                if (change instanceof RenameColumn renamed) {
                    renames.add(new Renamed(lower(renamed.name()), lower(renamed.to())));
                } else if (change instanceof ChangeColumn changed) {
                    renames.add(new Renamed(
                            lower(changed.name()), lower(changed.to().name())));
                }
            }
            renames.removeIf(renamed -> renamed.from().equals(renamed.to()));
            return atOnce(renames);
        }
        return false;
    }

    private static boolean oneAfterTheOther(List<Renamed> renames) {
        Set<String> there = new HashSet<>();
        for (Renamed renamed : renames) {
            there.remove(renamed.from());
            there.add(renamed.to());
        }
        return renames.stream().anyMatch(again -> there.contains(again.from()) && !there.contains(again.to()));
    }

    /** Only where names go round in a circle all of them are there before and afterwards. */
    private static boolean atOnce(List<Renamed> renames) {
        List<Renamed> left = new ArrayList<>(renames);
        boolean found = true;
        while (found) {
            List<Renamed> rest = List.copyOf(left);
            found = left.removeIf(
                    renamed -> rest.stream().noneMatch(other -> other.from().equals(renamed.to())));
        }
        return !left.isEmpty();
    }

    private static String name(DdlName name) {
        return name.database() + "." + name.table();
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
