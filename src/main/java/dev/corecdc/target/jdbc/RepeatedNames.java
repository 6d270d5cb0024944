package dev.corecdc.target.jdbc;

import dev.corecdc.event.DdlEvent;
import dev.corecdc.target.RejectedRecordException;
import dev.corecdc.target.jdbc.CopiedDdl.AlterTable;
import dev.corecdc.target.jdbc.CopiedDdl.RenameTables;
import dev.corecdc.target.jdbc.TableChange.ChangeColumn;
import dev.corecdc.target.jdbc.TableChange.DropColumn;
import dev.corecdc.target.jdbc.TableChange.DropConstraint;
import dev.corecdc.target.jdbc.TableChange.DropKey;
import dev.corecdc.target.jdbc.TableChange.RenameColumn;
import dev.corecdc.target.jdbc.TableChange.RenameKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Tells whether a statement that gives names, executed a second time, would give them back, or work on what has got one. */
final class RepeatedNames {

    private static final String WHY =
            "a DDL statement is not executed: it changes names around, and may have been executed before; look whether it has"
                    + " been, and pass over it if so: ";

    private RepeatedNames() {}

    private record Renamed(String from, String to) {}

    /** For a person, also where statements that cannot be followed are passed over: this one may never have been executed. */
    static RejectedRecordException refused(DdlEvent statement) {
        return new RejectedRecordException(0, WHY + statement.statement(), null);
    }

    /** Of a statement that is executed as it stands, all of it or nothing, and need not be understood. */
    static boolean comeBack(DdlEvent statement) {
        try {
            return comeBack(DdlReader.read(statement));
        } catch (UntranslatableDdlException e) {
            return exchanges(DdlWords.of(statement));
        }
    }

    /** Two tables, by EXCHANGE PARTITION. */
    private static boolean exchanges(DdlWords words) {
        while (!words.atEnd()) {
            if (words.take().is("EXCHANGE")) {
                return true;
            }
        }
        return false;
    }

    /** Of a statement whose parts are executed one after the other, drops first. */
    static boolean comeBackInParts(CopiedDdl statement) {
        return comeBack(statement) || (statement instanceof AlterTable altered && dropsWhatItRenames(altered));
    }

    /** Whether what it drops and what it renames have the same name, which then is that of the wrong one. */
    private static boolean dropsWhatItRenames(AlterTable altered) {
        Set<String> columns = new HashSet<>();
        Set<String> keys = new HashSet<>();
        for (TableChange change : altered.changes()) {
            if (change instanceof DropColumn dropped) {
                columns.add(lower(dropped.name()));
            } else if (change instanceof DropKey dropped) {
                keys.add(lower(dropped.name()));
            } else if (change instanceof DropConstraint dropped) {
                keys.add(lower(dropped.name()));
            }
        }
        return renamedColumns(altered).stream().anyMatch(renamed -> columns.contains(renamed.to()))
                || TableChange.of(RenameKey.class, altered.changes()).stream()
                        .anyMatch(renamed -> keys.contains(lower(renamed.to())));
    }

    /** Whether a part of it would succeed where all of it has been done before. */
    private static boolean comeBack(CopiedDdl statement) {
        if (statement instanceof RenameTables tables) {
            List<Renamed> renames = new ArrayList<>();
            tables.renamed().forEach(one -> renames.add(new Renamed(name(one.from()), name(one.to()))));
            return oneAfterTheOther(renames);
        } else if (statement instanceof AlterTable altered) {
            return atOnce(renamedColumns(altered));
        }
        return false;
    }

    private static List<Renamed> renamedColumns(AlterTable altered) {
        List<Renamed> renames = new ArrayList<>();
        for (TableChange change : altered.changes()) {
            if (change instanceof RenameColumn renamed) {
                renames.add(new Renamed(lower(renamed.name()), lower(renamed.to())));
            } else if (change instanceof ChangeColumn changed) {
                renames.add(
                        new Renamed(lower(changed.name()), lower(changed.to().name())));
            }
        }
        renames.removeIf(renamed -> renamed.from().equals(renamed.to()));
        return renames;
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
