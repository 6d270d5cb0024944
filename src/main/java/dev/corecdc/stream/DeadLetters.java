package dev.corecdc.stream;

import dev.corecdc.checkpoint.DeadLetter;
import dev.corecdc.checkpoint.DeadLetterStore;
import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.Position;
import dev.corecdc.stream.LetterIndex.Head;
import dev.corecdc.target.DdlRecordTarget;
import dev.corecdc.target.DdlTarget;
import dev.corecdc.target.RejectedRecordException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one lane has set aside: changes that its target rejected, and those that wait behind them. Outlasts the runs of the lane; only
 * what is needed to keep the order is held in memory. Safe for use by several threads.
 *
 * <p>Every letter is in the store before it counts here. The letters are read from there before the first change is admitted.
 */
final class DeadLetters implements RejectedChanges {

    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

    private final StreamDefinition stream;
    private final LaneDefinition lane;
    private final DeadLetterStore store;
    private final LetterNumbers numbers;

    private final LetterIndex index = new LetterIndex();
    private final Set<Long> asked = new TreeSet<>();
    private boolean loaded;
    private @Nullable Long inHand;

    /** Whether there may be a letter that waits behind none. */
    private boolean freed = true;

    DeadLetters(StreamDefinition stream, LaneDefinition lane, DeadLetterStore store, LetterNumbers numbers) {
        this.stream = stream;
        this.lane = lane;
        this.store = store;
        this.numbers = numbers;
    }

    String processor() {
        return stream.name();
    }

    String target() {
        return lane.name();
    }

    /** Told by the lane at the beginning of each run: its log is read from here on, and may hold what is set aside already. */
    synchronized void begin(@Nullable Position reached) {
        index.begin(reached);
        loaded = false;
        inHand = null;
        freed = true;
    }

    @Override
    public synchronized ChangeBatch admit(ChangeBatch part) {
        load();
        if (index.isEmpty()) {
            return part;
        }
        freed |= index.advance(part.resumePosition());
        DdlEvent ddl = part.ddl();
        if (ddl != null) {
            if (!wantsDdl() || isFree(ddl)) {
                return part;
            }
            letWait(ddl, part.resumePosition());
            return ChangeBatch.empty(part.resumePosition());
        }
        if (!lane.sendData()) {
            return part;
        }
        List<ChangeRecord> changes = part.records();
        int free = 0;
        while (free < changes.size() && isFree(changes.get(free))) {
            free++;
        }
        if (free == 0) {
            letWait(changes.get(0), part.resumePosition());
        }
        return free == changes.size() ? part : part.part(0, free);
    }

    private boolean wantsDdl() {
        return (lane.executeDdl() && lane.target() instanceof DdlTarget)
                || (lane.recordDdl() && lane.target() instanceof DdlRecordTarget);
    }

    private boolean isFree(ChangeEvent change) {
        return index.isFree(change, lane.settings().order());
    }

    /** Keeps a change that may not be delivered, unless it is kept already. */
    private void letWait(ChangeEvent change, Position position) {
        Long number = index.numberOf(change);
        if (number == null) {
            keep(change, position, true, null);
        } else if (index.isToCome(number)) {
            comesAgain(number, position);
        }
    }

    /**
     * Keeps a letter at the place at which its change is read this time: the batch may end elsewhere than then, and no checkpoint behind the change
     * may look as if that were still to come. What precedes it in the log, and was not set aside then, may be now; it then goes before it.
     */
    private void comesAgain(long number, Position position) {
        DeadLetter letter = store.find(stream.name(), lane.name(), number);
        boolean overtakes = letter != null && index.overtakes(ChangeScope.of(letter.change()), number);
        if (letter != null) {
            DeadLetter again = letter.readAgain(overtakes ? numbers.next() : number, position.describe());
            if (overtakes || !again.position().equals(letter.position())) {
                store.put(again);
            }
            if (overtakes) {
                store.remove(stream.name(), lane.name(), number);
                renumber(number, Head.of(again));
                return;
            }
        }
        index.came(number);
        freed = true;
    }

    private void renumber(long number, Head head) {
        index.remove(number);
        index.add(head);
        freed = true;
        if (asked.remove(number)) {
            asked.add(head.number());
        }
    }

    @Override
    public synchronized void setAside(ChangeBatch change, RejectedRecordException why) throws Exception {
        if (lane.settings().onFailure() == OnFailure.HALT) {
            RejectedChanges.HALT.setAside(change, why);
            return;
        }
        load();
        DdlEvent ddl = change.ddl();
        ChangeEvent event = ddl == null ? change.records().get(0) : ddl;
        long number = keep(event, change.resumePosition(), false, String.valueOf(why.getMessage()));
        log.warn(
                "{}/{}: the target rejected {}; it is dead letter {}: {}",
                stream.name(),
                lane.name(),
                ChangeNames.of(change),
                number,
                why.getMessage());
    }

    private long keep(ChangeEvent change, Position position, boolean waiting, @Nullable String error) {
        if (index.size() >= lane.settings().maxDeadLetters()) {
            throw new LaneHaltedException(
                    "there are %d dead letters and changes that wait behind them, as many as 'max-dead-letters' allows. Retry or delete them, then resume."
                            .formatted(index.size()),
                    null);
        }
        DeadLetter letter = new DeadLetter(
                numbers.next(), stream.name(), lane.name(), waiting, Instant.now(), position.describe(), error, change);
        store.put(letter);
        index.add(Head.of(letter));
        return letter.number();
    }

    private void load() {
        if (!loaded) {
            index.clear();
            store.forEach(stream.name(), lane.name(), letter -> {
                numbers.used(letter.number());
                index.add(Head.of(letter), place(letter));
            });
            loaded = true;
            if (!index.isEmpty()) {
                log.info("{}/{}: {} changes are set aside", stream.name(), lane.name(), index.size());
            }
        }
    }

    /** Null where it is of another kind of source. */
    private @Nullable Position place(DeadLetter letter) {
        try {
            return stream.processor().parse(letter.position());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The letter that is to be delivered next, by the lane's thread; null when there is none. It is then in hand. */
    synchronized @Nullable DeadLetter next() {
        load();
        while (freed || !asked.isEmpty()) {
            Long due = index.due(asked::contains);
            if (due == null) {
                asked.removeIf(number -> !index.isToCome(number));
                freed = false;
                return null;
            }
            DeadLetter letter = store.find(stream.name(), lane.name(), due);
            if (letter != null) {
                inHand = due;
                return letter;
            }
            asked.remove(due);
            index.remove(due);
        }
        return null;
    }

    /** Notes that the letter in hand is not delivered now: it is due again, as it is then. */
    synchronized void putBack(DeadLetter letter) {
        if (inHand != null && inHand == letter.number()) {
            inHand = null;
            freed = true;
        }
    }

    /** Notes that the target has the letter in hand. */
    synchronized void delivered(DeadLetter letter) {
        store.remove(stream.name(), lane.name(), letter.number());
        log.info("{}/{}: dead letter {} is delivered", stream.name(), lane.name(), letter.number());
        settled(letter.number());
        index.remove(letter.number());
        freed = true;
    }

    /** Notes that the target rejected the letter in hand. */
    synchronized void rejected(DeadLetter letter, String why) {
        DeadLetter rejected = letter.rejected(why);
        store.put(rejected);
        log.warn("{}/{}: the target rejected dead letter {}: {}", stream.name(), lane.name(), letter.number(), why);
        settled(letter.number());
        index.replace(Head.of(rejected));
    }

    private void settled(long number) {
        asked.remove(number);
        inHand = null;
    }

    /** The letters there are, in the order in which they were set aside. */
    synchronized List<Head> heads() {
        load();
        return index.all();
    }

    synchronized @Nullable DeadLetter find(long number) {
        load();
        return index.contains(number) ? store.find(stream.name(), lane.name(), number) : null;
    }

    /**
     * Asks for a letter to be delivered, when the lane next has time.
     *
     * @throws DeadLetterBusyException when another has to go before it
     */
    synchronized void ask(long number) {
        if (index.isBehindAnother(number)) {
            throw new DeadLetterBusyException(
                    "Dead letter %d waits behind another one. Retry, or delete, the first of its key."
                            .formatted(number));
        }
        asked.add(number);
    }

    /** Asks for all letters to be delivered, each when those before it are. */
    synchronized void askAll() {
        load();
        index.all().forEach(head -> asked.add(head.number()));
    }

    /**
     * Puts another change in the place of a letter's.
     *
     * @throws DeadLetterBusyException when it is just being delivered
     * @throws IllegalArgumentException when it is a change of something else
     */
    synchronized void edit(DeadLetter letter, ChangeEvent change) {
        requireNotInHand(letter.number());
        DeadLetterEdit.require(letter.change(), change);
        DeadLetter edited = letter.edited(change);
        store.put(edited);
        index.replace(Head.of(edited));
    }

    /**
     * Forgets a letter.
     *
     * @throws DeadLetterBusyException when it is just being delivered
     */
    synchronized void delete(long number) {
        requireNotInHand(number);
        store.remove(stream.name(), lane.name(), number);
        asked.remove(number);
        index.remove(number);
        freed = true;
    }

    private void requireNotInHand(long number) {
        if (inHand != null && inHand == number) {
            throw new DeadLetterBusyException(
                    "Dead letter %d is just being delivered. Where that is tried again and again, pause the target to change it."
                            .formatted(number));
        }
    }
}
