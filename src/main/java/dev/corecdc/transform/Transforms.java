package dev.corecdc.transform;

import dev.corecdc.event.EventType;
import dev.corecdc.transform.Concealment.Rule;
import dev.corecdc.transform.ProcessorTransforms.MaskSettings;
import dev.corecdc.transform.Renaming.NewName;
import dev.corecdc.transform.TargetTransforms.RenameSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes chains of transforms as they are configured. */
public final class Transforms {

    /** What is shorter can be found by trying. */
    private static final int SHORTEST_SECRET = 16;

    private final Map<String, RecordTransform> beans;

    /**
     * Makes chains of built-in transforms, and of beans.
     *
     * @param beans those that can be named, by their bean names
     */
    public Transforms(Map<String, RecordTransform> beans) {
        this.beans = Map.copyOf(beans);
    }

    /**
     * What a processor is to do with its changes.
     *
     * @throws IllegalArgumentException when the settings are wrong; the message names the key
     */
    public TransformChain of(ProcessorTransforms settings) {
        TransformChain.Builder chain = TransformChain.builder();
        List<Rule> rules = rules(settings);
        conceal(chain, "mask", rules);
        return withBeans(chain, settings.beans()).build();
    }

    /**
     * What is to be done with the changes for a target.
     *
     * @param tables makes a choice of what is included and what is excluded
     * @throws IllegalArgumentException when the settings are wrong; the message names the key
     */
    public TransformChain of(TargetTransforms settings, BiFunction<List<String>, List<String>, TableChoice> tables) {
        TransformChain.Builder chain = TransformChain.builder();
        if (!settings.include().isEmpty() || !settings.exclude().isEmpty()) {
            chain.add("include", new WantedTables(tables.apply(settings.include(), settings.exclude())));
        }
        String filter = settings.filter();
        if (filter != null && !filter.isBlank()) {
            chain.add("filter", named("transforms.filter", () -> new RowFilter(filter)));
        }
        withBeans(chain, settings.beans());
        if (!settings.includeColumns().isEmpty()) {
            List<ColumnPattern> wanted = settings.includeColumns().stream()
                    .map(pattern -> pattern(pattern, "transforms.include-columns"))
                    .toList();
            chain.add("hidden queries", new HiddenQueries());
            chain.add("include-columns", new Reshaping(new Selection(wanted)));
        }
        conceal(
                chain,
                "exclude-columns",
                rules(settings.excludeColumns(), "transforms.exclude-columns", Fate.DROPPED)
                        .toList());
        if (!settings.rename().isEmpty()) {
            chain.add("rename", renaming(settings.rename()));
        }
        if (!settings.addFields().isEmpty()) {
            List<Added> added = settings.addFields().stream()
                    .map(field -> new Added(field.name(), field.value()))
                    .toList();
            chain.add("add-fields", new Reshaping(new Addition(added)));
        }
        return chain.build();
    }

    /**
     * What is done with the changes for a target that says itself what it takes.
     *
     * @param tables the tables whose changes it takes
     * @param events what it takes of them
     * @param rest what is done with what is left
     */
    public static TransformChain chosen(TableChoice tables, Set<EventType> events, TransformChain rest) {
        return TransformChain.builder()
                .add("tables", new WantedTables(tables))
                .add("events", new WantedEvents(events))
                .addAll(rest)
                .build();
    }

    private static void conceal(TransformChain.Builder chain, String name, List<Rule> rules) {
        if (!rules.isEmpty()) {
            Concealment concealment = new Concealment(rules);
            chain.add("hidden queries", new HiddenQueries());
            chain.add("hidden values of DDL", new ConcealedDdl(concealment));
            chain.add(name, Reshaping.told(concealment));
        }
    }

    private static Renaming renaming(List<RenameSettings> settings) {
        Map<String, String> schemas = new HashMap<>();
        Map<String, String> tables = new HashMap<>();
        List<NewName> columns = new ArrayList<>();
        for (int i = 0; i < settings.size(); i++) {
            RenameSettings entry = settings.get(i);
            String key = "transforms.rename[%d]".formatted(i);
            long set = Stream.of(entry.schema(), entry.table(), entry.column())
                    .filter(Objects::nonNull)
                    .count();
            if (set != 1 || entry.to().contains(".")) {
                throw new IllegalArgumentException(
                        key + " is one of schema, table and column, and to, a name without dots");
            }
            if (entry.schema() != null) {
                schemas.put(entry.schema(), entry.to());
            } else if (entry.table() != null) {
                tables.put(table(entry.table(), key), entry.to());
            } else if (entry.column() != null) {
                columns.add(new NewName(pattern(entry.column(), key + ".column"), entry.to()));
            }
        }
        return new Renaming(schemas, tables, columns);
    }

    private static String table(String name, String key) {
        int dot = name.indexOf('.');
        if (dot <= 0 || dot == name.length() - 1) {
            throw new IllegalArgumentException(
                    "of %s.table, '%s' is not of the form database.table".formatted(key, name));
        }
        return name;
    }

    private static <T> T named(String key, Supplier<T> make) {
        try {
            return make.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("of %s, %s".formatted(key, e.getMessage()), e);
        }
    }

    private TransformChain.Builder withBeans(TransformChain.Builder chain, List<String> names) {
        for (String name : names) {
            RecordTransform bean = beans.get(name);
            if (bean == null) {
                throw new IllegalArgumentException(
                        "transforms.beans names '%s', but the beans of type RecordTransform are: %s"
                                .formatted(name, beans.isEmpty() ? "none" : String.join(", ", sorted(beans))));
            }
            chain.add(name, bean);
        }
        return chain;
    }

    private static List<String> sorted(Map<String, ?> named) {
        return named.keySet().stream().sorted().toList();
    }

    private static List<Rule> rules(ProcessorTransforms settings) {
        List<Rule> rules = new ArrayList<>();
        rules(settings.excludeColumns(), "transforms.exclude-columns", Fate.DROPPED)
                .forEach(rules::add);
        for (int i = 0; i < settings.mask().size(); i++) {
            MaskSettings entry = settings.mask().get(i);
            String key = "transforms.mask[%d]".formatted(i);
            rules(entry.columns(), key + ".columns", Fate.masked(mask(entry, key, settings.secret())))
                    .forEach(rules::add);
        }
        return rules;
    }

    private static Stream<Rule> rules(List<String> patterns, String key, Fate fate) {
        return patterns.stream().map(pattern -> new Rule(pattern(pattern, key), fate));
    }

    private static ColumnPattern pattern(String text, String key) {
        return named(key, () -> ColumnPattern.parse(text));
    }

    private static Mask mask(MaskSettings entry, String key, @Nullable String secret) {
        MaskKind kind = entry.with();
        if (kind == null) {
            throw new IllegalArgumentException(
                    key + ".with is missing: it is hash, redact, truncate or \"null\", the last one with quotes");
        }
        return switch (kind) {
            case HASH -> hash(secret);
            case REDACT -> new RedactMask();
            case NULL -> new NullMask();
            case TRUNCATE -> new TruncateMask(entry.length());
        };
    }

    private static Mask hash(@Nullable String secret) {
        if (secret == null || secret.length() < SHORTEST_SECRET) {
            throw new IllegalArgumentException(
                    "'hash' needs a transforms.secret of %d characters or more".formatted(SHORTEST_SECRET));
        }
        return new HashMask(secret);
    }
}
