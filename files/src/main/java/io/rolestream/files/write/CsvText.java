package io.rolestream.files.write;

/**
 * Values of text columns in CSV files. A spreadsheet takes a text that begins with one of {@code = + - @}, a tab or a
 * line break for a formula, which may run programs or send the table away.
 *
 * @param safe whether an apostrophe is put before such a text, which spreadsheets do not show; also if it begins with
 *     apostrophes already, so that {@link #read} finds the same text
 */
public record CsvText(boolean safe) {
    private static final String BEGINS_FORMULA = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

    /** The value of a column that holds text; numbers are written without it. */
    public String of(String value) {
        return safe && isFormula(value, apostrophes(value)) ? "'" + value : value;
    }

    /** The text of which {@link #of} made this value, if it was safe. */
    public static String read(String value) {
        int apostrophes = apostrophes(value);
        return apostrophes > 0 && isFormula(value, apostrophes) ? value.substring(1) : value;
    }

    private static int apostrophes(String value) {
        int count = 0;
        while (count < value.length() && value.charAt(count) == '\'') {
            count++;
        }
        return count;
    }

    private static boolean isFormula(String value, int from) {
        return from < value.length() && BEGINS_FORMULA.indexOf(value.charAt(from)) >= 0;
    }
}
