package io.rolestream.files.columns;

import io.rolestream.files.bytes.InputException;

/**
 * How one Parquet column becomes one field.
 *
 * @param select the SQL expression
 */
public record ParquetColumn(Kind kind, String select) {

    public enum Kind {
        TEXT,
        LIST,
        BYTES,
        NUMBER
    }

    /**
     * @param type as DuckDB names it
     * @throws InputException if the field can't have this type
     */
    public static ParquetColumn of(Field field, String name, String type) {
        String quoted = '"' + name.replace("\"", "\"\"") + '"';
        boolean list = field == Field.SKILLS || field == Field.COMPANIES;
        if (list && type.equals("VARCHAR[]")) {
            return new ParquetColumn(Kind.LIST, quoted);
        }
        if (type.equals("VARCHAR") || type.startsWith("ENUM") || (field == Field.ID && isPlain(type))) {
            return new ParquetColumn(Kind.TEXT, "CAST(" + quoted + " AS VARCHAR)");
        }
        if (type.equals("BLOB")) {
            return new ParquetColumn(Kind.BYTES, quoted);
        }
        if (field == Field.YEARS && isNumber(type)) {
            return new ParquetColumn(Kind.NUMBER, "CAST(" + quoted + " AS DOUBLE)");
        }
        if (field == Field.SUBMITTED_AT && (type.startsWith("TIMESTAMP") || type.equals("DATE"))) {
            return new ParquetColumn(Kind.NUMBER, "CAST(epoch_ms(" + quoted + ") AS DOUBLE)");
        }
        if (field == Field.SUBMITTED_AT && isNumber(type)) {
            return new ParquetColumn(Kind.NUMBER, "CAST(" + quoted + " AS DOUBLE)");
        }
        String expected = list
                ? "text or a list of text"
                : field == Field.YEARS || field == Field.SUBMITTED_AT ? "a number, a time or text" : "text";
        throw new InputException("the column \"" + name + "\" is of type " + type + ", expected " + expected);
    }

    private static boolean isPlain(String type) {
        return isNumber(type) || type.equals("UUID");
    }

    private static boolean isNumber(String type) {
        return type.endsWith("INT")
                || type.endsWith("INTEGER")
                || type.startsWith("DECIMAL")
                || type.equals("FLOAT")
                || type.equals("DOUBLE");
    }
}
