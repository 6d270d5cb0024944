package dev.corecdc.target.mongodb;

import com.mongodb.MongoNamespace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which steps of a statement that renames several collections have been done before. MongoDB renames one at a time, so a crash may lie between any
 * two.
 */
final class RenameSteps {

    private RenameSteps() {}

    /** One that gets another name. */
    record Step(MongoNamespace from, MongoNamespace to) {}

    /**
     * How many steps have been done, from the first on.
     *
     * @param exists whether there is a collection of a name now
     * @throws UnfitChangeException when the names that there are do not tell
     */
    static int done(List<Step> steps, Predicate<MongoNamespace> exists) throws UnfitChangeException {
        Set<MongoNamespace> concerned = new HashSet<>();
        Set<MongoNamespace> atFirst = new HashSet<>();
        for (Step step : steps) {
            if (concerned.add(step.from())) {
                atFirst.add(step.from());
            }
            concerned.add(step.to());
        }
        Set<MongoNamespace> now = new HashSet<>(concerned);
        now.removeIf(exists.negate());
        List<Integer> possible = new ArrayList<>();
        Set<MongoNamespace> then = new HashSet<>(atFirst);
        for (int done = 0; done <= steps.size(); done++) {
            if (then.equals(now)) {
                possible.add(done);
            }
            if (done < steps.size()) {
                then.remove(steps.get(done).from());
                then.add(steps.get(done).to());
            }
        }
        if (possible.size() != 1) {
            throw new UnfitChangeException(
                    "it may have been executed before, and the collections that are there, %s, do not tell whether it was"
                            .formatted(now));
        }
        return possible.get(0);
    }
}
