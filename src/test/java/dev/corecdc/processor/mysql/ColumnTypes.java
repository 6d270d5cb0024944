package dev.corecdc.processor.mysql;

import dev.corecdc.testing.DatabaseServer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The table {@code column-types.txt}, whose head tells how it is written. */
final class ColumnTypes {

    private static final String FILE = "column-types.txt";
    private static final Pattern MARK = Pattern.compile("@(mysql|mariadb)(?:-(\\d+)\\.(\\d+))? (.*)");
    private static final Pattern MACRO = Pattern.compile("«([^«»]*)»");
    private static final String ARROW = " => ";

    private ColumnTypes() {}

    /** The columns of one table. */
    record Section(String name, List<ColumnType> columns) {}

    /** A column's declaration and what is stored in it. */
    record ColumnType(String declaration, List<Value> values) {

        private static final Value NULL = new Value("NULL", "null");

        /** The value of row {@code row}: NULL, if it can be, behind all the others. */
        Value value(int row) {
            if (row < values.size()) {
                return values.get(row);
            }
            return declaration.contains("NOT NULL") ? values.get(values.size() - 1) : NULL;
        }
    }

    /** What a statement stores, and the JSON written of it. */
    record Value(String sql, String json) {}

    /** The part of the table that is true of a server. */
    static List<Section> of(DatabaseServer server) {
        String version = Objects.requireNonNull(server.value("SELECT VERSION()"));
        List<Section> sections = new ArrayList<>();
        List<Value> values = new ArrayList<>();
        for (String line : TextTable.lines(FILE)) {
            if (line.startsWith("== ")) {
                sections.add(new Section(line.substring(3), new ArrayList<>()));
            } else if (line.startsWith("  ")) {
                String value = marked(line.substring(2), server.isMariaDb(), version);
                if (!value.isEmpty()) {
                    values.add(value(value));
                }
            } else if (!line.isEmpty()) {
                values = new ArrayList<>();
                String type = marked(line, server.isMariaDb(), version);
                if (!type.isEmpty()) {
                    List<ColumnType> columns = sections.get(sections.size() - 1).columns();
                    columns.add(new ColumnType(expand(type), values));
                }
            }
        }
        return sections.stream().filter(section -> !section.columns().isEmpty()).toList();
    }

    /** What stands behind the mark; nothing if that is not about the server. */
    private static String marked(String line, boolean mariaDb, String version) {
        Matcher mark = MARK.matcher(line);
        if (!mark.matches()) {
            return line;
        }
        boolean meant = mark.group(1).equals("mariadb") == mariaDb
                && (mark.group(2) == null || isFrom(version, Integer.parseInt(mark.group(2)), mark.group(3)));
        return meant ? mark.group(4) : "";
    }

    private static boolean isFrom(String version, int major, String minor) {
        String[] numbers = version.split("\\.", -1);
        int thisMajor = Integer.parseInt(numbers[0]);
        return thisMajor > major || (thisMajor == major && Integer.parseInt(numbers[1]) >= Integer.parseInt(minor));
    }

    private static Value value(String line) {
        int arrow = line.indexOf(ARROW);
        return new Value(expand(line.substring(0, arrow)), expand(line.substring(arrow + ARROW.length())));
    }

    /** From the innermost on. */
    private static String expand(String text) {
        String expanded = text;
        for (Matcher macro = MACRO.matcher(expanded); macro.find(); macro = MACRO.matcher(expanded)) {
            expanded = expanded.substring(0, macro.start()) + meaning(macro.group(1)) + expanded.substring(macro.end());
        }
        return expanded;
    }

    private static String meaning(String macro) {
        int star = macro.lastIndexOf('*');
        int hash = macro.indexOf("#");
        if (star >= 0) {
            return macro.substring(0, star).repeat(Integer.parseInt(macro.substring(star + 1)));
        } else if (hash >= 0) {
            int dots = macro.indexOf("..");
            return IntStream.rangeClosed(1, Integer.parseInt(macro.substring(dots + 2)))
                    .mapToObj(i -> macro.substring(0, dots).replace("#", Integer.toString(i)))
                    .collect(Collectors.joining(","));
        } else if (macro.startsWith("0x")) {
            return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(macro.substring(2)));
        }
        return Character.toString(Integer.parseInt(macro.substring("U+".length()), 16));
    }
}
