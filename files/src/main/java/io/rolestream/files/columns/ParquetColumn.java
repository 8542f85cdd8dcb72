package io.rolestream.files.columns;

import io.rolestream.files.bytes.InputException;
import org.jspecify.annotations.Nullable;

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
        Kind kind = kind(field, type);
        if (kind == null) {
            throw new InputException("the column \"" + name + "\" is of type " + type + ", expected "
                    + field.kind().inParquet());
        }
        String quoted = quoted(name);
        boolean isTime = type.startsWith("TIMESTAMP") || type.equals("DATE");
        return new ParquetColumn(
                kind,
                switch (kind) {
                    case LIST, BYTES -> quoted;
                    case TEXT -> "CAST(" + quoted + " AS VARCHAR)";
                    case NUMBER -> "CAST(" + (isTime ? "epoch_ms(" + quoted + ")" : quoted) + " AS DOUBLE)";
                });
    }

    /** Whether a field can have a type. */
    public static boolean takes(Field field, String type) {
        return kind(field, type) != null;
    }

    /** A column's name in SQL. */
    public static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static @Nullable Kind kind(Field field, String type) {
        Field.Kind kind = field.kind();
        if (kind == Field.Kind.LIST && type.equals("VARCHAR[]")) {
            return Kind.LIST;
        }
        if (type.equals("VARCHAR")
                || type.startsWith("ENUM")
                || (kind == Field.Kind.ID && isPlain(type))
                || (kind == Field.Kind.FLAG && (type.equals("BOOLEAN") || isNumber(type)))) {
            return Kind.TEXT;
        }
        if (type.equals("BLOB")) {
            return Kind.BYTES;
        }
        boolean isTime = kind == Field.Kind.TIME && (type.startsWith("TIMESTAMP") || type.equals("DATE"));
        return isTime || (kind.isNumeric() && isNumber(type)) ? Kind.NUMBER : null;
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
