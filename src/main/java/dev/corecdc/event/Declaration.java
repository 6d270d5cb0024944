package dev.corecdc.event;

import java.util.List;

/**
 * How a column is declared, as far as the log tells.
 *
 * @param type as {@code SHOW CREATE TABLE} writes it, such as {@code decimal(10,2) unsigned}
 * @param length how many bits a BIT has, or characters a CHAR or VARCHAR; 0 where the type has no such length
 * @param nullable whether it takes NULL
 * @param labels of an ENUM or SET, in their order; empty for other types
 */
public record Declaration(String type, int length, boolean nullable, List<String> labels) {

    /** Of a column of which nothing is known but its type. */
    public static final Declaration UNKNOWN = new Declaration("", 0, true, List.of());

    public Declaration {
        labels = List.copyOf(labels);
    }

    /** Whether it is declared as this type and no wider one, whatever its length. */
    public boolean is(String name) {
        return type.equals(name) || (type.startsWith(name) && "( ".indexOf(type.charAt(name.length())) >= 0);
    }
}
