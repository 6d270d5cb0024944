package dev.corecdc.stream;

import dev.corecdc.checkpoint.CheckpointException;
import dev.corecdc.checkpoint.DeadLetter;
import dev.corecdc.checkpoint.DeadLetterJson;
import dev.corecdc.event.ChangeEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What targets have rejected, of all lanes: how it is looked at and worked with. Safe for use by several threads. */
public final class DeadLetterControl {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterControl.class);

    private final List<DeadLetters> lanes;
    private final BiConsumer<String, String> recover;

    /** @param recover lets the lane of a processor and a target go on where it has failed */
    DeadLetterControl(List<DeadLetters> lanes, BiConsumer<String, String> recover) {
        this.lanes = List.copyOf(lanes);
        this.recover = recover;
    }

    /**
     * Which letters are wanted; null = any.
     *
     * @param waiting whether they only wait
     */
    public record Filter(
            @Nullable String processor,
            @Nullable String target,
            @Nullable Boolean waiting) {

        boolean admits(DeadLetters lane) {
            return (processor == null || processor.equals(lane.processor()))
                    && (target == null || target.equals(lane.target()));
        }

        boolean admits(LetterIndex.Head head) {
            return waiting == null || waiting == head.waiting();
        }
    }

    /**
     * Some letters, in the order in which they were set aside.
     *
     * @param total how many there are on all pages
     */
    public record Page(List<DeadLetterStatus> letters, long total) {}

    /**
     * A page of the letters that a filter admits.
     *
     * @param page its number, from 0
     * @throws CheckpointsUnavailableException when they cannot be read
     */
    public Page list(Filter filter, int page, int size) {
        return asking(() -> {
            List<Place> all = places(filter);
            List<DeadLetterStatus> letters = new ArrayList<>();
            for (Place place : all.stream().skip((long) page * size).limit(size).toList()) {
                DeadLetter letter = place.lane().find(place.head().number());
                if (letter != null) {
                    letters.add(DeadLetterStatus.of(letter));
                }
            }
            return new Page(letters, all.size());
        });
    }

    private record Place(DeadLetters lane, LetterIndex.Head head) {}

    private List<Place> places(Filter filter) {
        return lanes.stream()
                .filter(filter::admits)
                .flatMap(lane -> lane.heads().stream().filter(filter::admits).map(head -> new Place(lane, head)))
                .sorted(Comparator.comparing(place -> place.head().number()))
                .toList();
    }

    /**
     * A letter.
     *
     * @throws UnknownDeadLetterException when there is none of that number
     * @throws CheckpointsUnavailableException when it cannot be read
     */
    public DeadLetterStatus show(long number) {
        return asking(() -> DeadLetterStatus.of(find(number).letter()));
    }

    /**
     * Puts another change in the place of a letter's, with other values or another statement.
     *
     * @param change as {@link DeadLetterStatus#change} has it
     * @param who asks for it, for the log
     * @throws IllegalArgumentException when it is not such a change, or one of something else; the message says why
     * @throws UnknownDeadLetterException when there is no letter of that number
     * @throws DeadLetterBusyException when it is just being delivered
     * @throws CheckpointsUnavailableException when it could not be kept
     */
    public DeadLetterStatus edit(long number, String change, String who) {
        ChangeEvent edited = DeadLetterJson.readChange(change);
        return asking(() -> {
            Found found = find(number);
            found.lane().edit(found.letter(), edited);
            log.warn(
                    "{}/{}: dead letter {} was edited by {}",
                    found.lane().processor(),
                    found.lane().target(),
                    number,
                    OneLine.of(who));
            return show(number);
        });
    }

    /**
     * Asks for a letter to be delivered again, by its lane when that next runs, and what waits behind it then. A lane that has failed goes on.
     *
     * @throws UnknownDeadLetterException when there is no letter of that number
     * @throws DeadLetterBusyException when it waits behind another
     * @throws CheckpointsUnavailableException when it cannot be read
     */
    public DeadLetterStatus retry(long number) {
        return asking(() -> {
            Found found = find(number);
            found.lane().ask(number);
            recover.accept(found.lane().processor(), found.lane().target());
            return DeadLetterStatus.of(found.letter());
        });
    }

    /**
     * Asks for all letters of some lanes to be delivered again, each behind those before it. Lanes that have failed go on.
     *
     * @return how many there are now
     * @throws CheckpointsUnavailableException when they cannot be read
     */
    public int retryAll(@Nullable String processor, @Nullable String target) {
        return asking(() -> {
            Filter filter = new Filter(processor, target, null);
            int count = places(filter).size();
            lanes.stream().filter(filter::admits).forEach(lane -> {
                lane.askAll();
                recover.accept(lane.processor(), lane.target());
            });
            return count;
        });
    }

    /**
     * Gives a letter up for good. What waits behind it is delivered.
     *
     * @param reason why, for the log
     * @param who asks for it, for the log
     * @throws UnknownDeadLetterException when there is no letter of that number
     * @throws DeadLetterBusyException when it is just being delivered
     * @throws CheckpointsUnavailableException when that could not be kept
     */
    public void delete(long number, String reason, String who) {
        asking(() -> {
            Found found = find(number);
            found.lane().delete(number);
            log.warn(
                    "{}/{}: dead letter {} (set aside {}, position {}) was deleted by {}: {}",
                    found.lane().processor(),
                    found.lane().target(),
                    number,
                    found.letter().time(),
                    found.letter().position(),
                    OneLine.of(who),
                    OneLine.of(reason));
            return number;
        });
    }

    private record Found(DeadLetters lane, DeadLetter letter) {}

    private Found find(long number) {
        for (DeadLetters lane : lanes) {
            DeadLetter letter = lane.find(number);
            if (letter != null) {
                return new Found(lane, letter);
            }
        }
        throw new UnknownDeadLetterException(number);
    }

    private static <T> T asking(Supplier<T> request) {
        try {
            return request.get();
        } catch (CheckpointException e) {
            throw new CheckpointsUnavailableException(e);
        }
    }
}
