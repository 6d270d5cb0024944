package dev.corecdc.target.listener;

import dev.corecdc.event.EventType;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method of a Spring bean a target: it is called with changes, and has a position, retry, dead letters and a pause of its own.
 *
 * <p>The method returns nothing and takes one of
 * <ul>
 *   <li>{@code Change<Order>}: a change with the row before and after it, as a record, a bean, a {@code Map} or a {@code JsonNode};
 *   <li>{@code Order}: the row after an INSERT or UPDATE, and before a DELETE where {@link #events} names it;
 *   <li>{@code ChangeRecord}: a change as the other targets get it;
 *   <li>a {@code List} of one of these: the batch. Without it the method is called for one change after the other;
 *   <li>{@code DdlEvent}: a DDL statement.
 * </ul>
 *
 * <p>When it returns, the changes of the batch count as delivered, so it must have done its work by then. When it throws, the batch comes again
 * from its first change, for as long as {@code retry} says; a {@link dev.corecdc.target.RejectedRecordException} says that a change will
 * never be taken, as does a row that cannot be bound. It is called by one thread at a time, in the order in which the changes were committed.
 *
 * <p>Texts may have placeholders, such as {@code ${shop.schema}}.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface CdcListener {

    /**
     * The name of the target, of {@code a-z}, {@code 0-9} and {@code -}. Its position and dead letters are kept under it, and
     * {@code cdc.targets.<name>} with {@code type: bean} gives it settings. Absent: the bean's name and the method's,
     * {@code order-listener-on-order} for {@code orderListener.onOrder}; renaming one of them then makes another target of it, which begins
     * anew.
     */
    String name() default "";

    /** Patterns of databases, with {@code *} and {@code ?}; absent: all. */
    String[] schema() default {};

    /** Patterns of tables or collections, without their database, with {@code *} and {@code ?}; absent: all. */
    String[] table() default {};

    /**
     * INSERT, UPDATE, DELETE. Absent: all three, but INSERT and UPDATE for a method that takes the row alone, which could not tell a row that is
     * gone from one that is there.
     */
    EventType[] events() default {};

    /** Names of the processors whose changes it takes; absent: of each that has it for a target. */
    String[] processor() default {};
}
