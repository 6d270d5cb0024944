package dev.corecdc.processor.mysql;

import java.util.ArrayList;
import java.util.List;

/**
 * Which bytes make up one code of a multi-byte character set, so that the server stores it, whether or not it has a
 * character. Written as {@code 81-FE:40-7E,80-FE}: ranges for each byte, in hex.
 */
final class CodeForms {

    /** By form, then by byte: which of the 256 values it can have. */
    private final List<List<boolean[]>> forms = new ArrayList<>();

    CodeForms(List<String> written) {
        for (String form : written) {
            List<boolean[]> bytes = new ArrayList<>();
            for (String ranges : form.split(":", -1)) {
                bytes.add(parse(ranges));
            }
            forms.add(bytes);
        }
    }

    private static boolean[] parse(String ranges) {
        boolean[] values = new boolean[256];
        for (String range : ranges.split(",", -1)) {
            String[] ends = range.split("-", -1);
            int last = Integer.parseInt(ends[ends.length - 1], 16);
            for (int value = Integer.parseInt(ends[0], 16); value <= last; value++) {
                values[value] = true;
            }
        }
        return values;
    }

    /** How many bytes the code at {@code at} has, 0 if there is none that ends before {@code end}. */
    int length(byte[] bytes, int at, int end) {
        if (bytes[at] >= 0) {
            return 1;
        }
        for (List<boolean[]> form : forms) {
            if (form.size() <= end - at && matches(form, bytes, at)) {
                return form.size();
            }
        }
        return 0;
    }

    private static boolean matches(List<boolean[]> form, byte[] bytes, int at) {
        for (int i = 0; i < form.size(); i++) {
            if (!form.get(i)[bytes[at + i] & 0xff]) {
                return false;
            }
        }
        return true;
    }
}
