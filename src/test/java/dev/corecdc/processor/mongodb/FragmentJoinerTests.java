package dev.corecdc.processor.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;

class FragmentJoinerTests {

    private final FragmentJoiner joiner = new FragmentJoiner();

    private static RawBsonDocument fragment(int number, int of, String field) {
        return RawBsonDocument.parse("{_id: {_data: 'token %d'}, splitEvent: {fragment: %d, of: %d}, %s}"
                .formatted(number, number, of, field));
    }

    private static RawBsonDocument whole() {
        return RawBsonDocument.parse("{_id: {_data: 'token'}, operationType: 'insert'}");
    }

    @Test
    void leavesAWholeEventAsItIs() {
        RawBsonDocument event = whole();

        assertThat(joiner.join(event, 1)).isSameAs(event);
    }

    @Test
    void joinsFragmentsToOneEventAtThePlaceOfTheLast() {
        assertThat(joiner.join(fragment(1, 3, "operationType: 'update'"), 1)).isNull();
        assertThat(joiner.isPending()).isTrue();
        assertThat(joiner.join(fragment(2, 3, "fullDocumentBeforeChange: {a: 1}"), 1))
                .isNull();
        RawBsonDocument event = joiner.join(fragment(3, 3, "fullDocument: {a: 2}"), 1);

        assertThat(joiner.isPending()).isFalse();
        assertThat((BsonDocument) event)
                .isEqualTo(
                        BsonDocument.parse(
                                "{_id: {_data: 'token 3'}, operationType: 'update', fullDocumentBeforeChange: {a: 1}, fullDocument: {a: 2}}"));
        assertThat(joiner.join(whole(), 1)).isNotNull();
        assertThat(joiner.join(fragment(1, 2, "a: 1"), 1)).isNull();
    }

    @Test
    void doesNotJoinFragmentsOfDifferentCursors() {
        joiner.join(fragment(1, 2, "a: 1"), 1);
        assertThatExceptionOfType(FragmentJoiner.BrokenEventException.class)
                .isThrownBy(() -> joiner.join(fragment(2, 2, "b: 1"), 2));
    }

    @Test
    void refusesFragmentsThatDoNotFollowEachOther() {
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> joiner.join(fragment(2, 2, "a: 1"), 1));
        joiner.join(fragment(1, 3, "a: 1"), 1);
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> joiner.join(fragment(3, 3, "a: 1"), 1));
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> joiner.join(fragment(1, 3, "a: 1"), 1));
        assertThatExceptionOfType(MalformedEventException.class).isThrownBy(() -> joiner.join(whole(), 1));
        assertThat(joiner.join(fragment(2, 3, "b: 1"), 1)).isNull();
    }
}
