package dev.corecdc.transform;

import dev.corecdc.transform.Concealment.Rule;
import dev.corecdc.transform.ProcessorTransforms.MaskSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        if (!rules.isEmpty()) {
            Concealment concealment = new Concealment(rules);
            chain.add("hidden queries", new HiddenQueries());
            chain.add("mask", new Reshaping(concealment));
        }
        return withBeans(chain, settings.beans()).build();
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
        try {
            return ColumnPattern.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("of %s, %s".formatted(key, e.getMessage()), e);
        }
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
