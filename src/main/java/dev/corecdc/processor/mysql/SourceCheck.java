package dev.corecdc.processor.mysql;

import dev.corecdc.processor.SourceException.Kind;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One question about how a source is set up.
 *
 * @param name what it looks at: a variable of the server where there is one
 * @param question finds what is wrong
 * @param refusal what it means to the reader where that would lose data; null where it is merely unwise
 * @param why what is wrong with it
 * @param remedy what to do about it on the server in question
 */
record SourceCheck(
        String name,
        Question question,
        @Nullable Kind refusal,
        String why,
        Function<SourceFacts, SourceRemedy> remedy) {

    /** Looks for something wrong. */
    interface Question {

        /** What is wrong, such as {@code log_bin = OFF}; null when nothing is. */
        @Nullable
        String find(SourceFacts facts);
    }

    /** What is wrong, why, and what to do, in sentences; null when all is well. */
    @Nullable
    String finding(SourceFacts facts) {
        String found = question.find(facts);
        return found == null
                ? null
                : "%s has %s: %s. %s"
                        .formatted(
                                facts.settings().address(),
                                found,
                                why,
                                remedy.apply(facts).text());
    }
}
