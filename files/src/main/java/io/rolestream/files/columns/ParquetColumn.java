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
        Field.Kind kind = field.kind();
        if (kind == Field.Kind.LIST && type.equals("VARCHAR[]")) {
            return new ParquetColumn(Kind.LIST, quoted);
        }
        if (type.equals("VARCHAR")
                || type.startsWith("ENUM")
                || (kind == Field.Kind.ID && isPlain(type))
                || (kind == Field.Kind.FLAG && (type.equals("BOOLEAN") || isNumber(type)))) {
            return new ParquetColumn(Kind.TEXT, "CAST(" + quoted + " AS VARCHAR)");
        }
        if (type.equals("BLOB")) {
            return new ParquetColumn(Kind.BYTES, quoted);
        }
        if (kind == Field.Kind.TIME && (type.startsWith("TIMESTAMP") || type.equals("DATE"))) {
            return new ParquetColumn(Kind.NUMBER, "CAST(epoch_ms(" + quoted + ") AS DOUBLE)");
        }
        if (kind.isNumeric() && isNumber(type)) {
            return new ParquetColumn(Kind.NUMBER, "CAST(" + quoted + " AS DOUBLE)");
        }
        throw new InputException("the column \"" + name + "\" is of type " + type + ", expected " + kind.inParquet());
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
