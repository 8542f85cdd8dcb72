package io.rolestream.files.write;

/**
 * Values of text columns in CSV files. A spreadsheet takes a text that begins with one of {@code = + - @}, a tab or a
 * line break for a formula, which may run programs or send the table away.
 *
 * @param safe whether an apostrophe is put before such a text, which spreadsheets do not show
 */
public record CsvText(boolean safe) {
    private static final String BEGINS_FORMULA = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

    /** The value of a column that holds text; numbers are written without it. */
    public String of(String value) {
        return safe && !value.isEmpty() && BEGINS_FORMULA.indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
    }
}
