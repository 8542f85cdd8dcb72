package io.rolestream.schemas.serde;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes values of one schema. A schema is compiled once into a tree of writers; after that no type dispatch is needed,
 * on which Avro's own writer spends most of its time. Supports the types of the generated records and refuses others
 * when the tree is built.
 */
@FunctionalInterface
interface RecordWriter {
    /** The end of an array or map, which is written as at most one block. */
    int END_OF_BLOCKS = 0;

    /**
     * Appends a value.
     *
     * @throws RuntimeException if the value is not of the schema's type
     */
    void write(@Nullable Object value, BufferEncoder out);

    /**
     * The writer for a schema.
     *
     * @throws AvroTypeException for unsupported types
     */
    @SuppressWarnings("EnumOrdinal") // A generated enum has its schema's symbols in the schema's order.
    static RecordWriter of(Schema schema) {
        if (schema.getLogicalType() != null) {
            if (!schema.getLogicalType().getName().equals("timestamp-millis")) {
                throw unsupported(schema);
            }
            return (value, out) -> out.writeLong(present((Instant) value).toEpochMilli());
        }
        return switch (schema.getType()) {
            case RECORD -> record(schema);
            case UNION -> optional(schema);
            case ARRAY -> array(of(schema.getElementType()));
            case MAP -> map(of(schema.getValueType()));
            case ENUM -> (value, out) -> out.writeInt(present((Enum<?>) value).ordinal());
            case STRING -> (value, out) -> out.writeString(present((String) value));
            case INT -> (value, out) -> out.writeInt(present((Integer) value));
            case LONG -> (value, out) -> out.writeLong(present((Long) value));
            case FLOAT -> (value, out) -> out.writeFloat(present((Float) value));
            case DOUBLE -> (value, out) -> out.writeDouble(present((Double) value));
            case BOOLEAN -> (value, out) -> out.writeBoolean(present((Boolean) value));
            default -> throw unsupported(schema);
        };
    }

    private static RecordWriter record(Schema schema) {
        Schema.Field[] fields = schema.getFields().toArray(Schema.Field[]::new);
        RecordWriter[] writers =
                schema.getFields().stream().map(field -> of(field.schema())).toArray(RecordWriter[]::new);
        return (value, out) -> {
            var record = present((IndexedRecord) value);
            for (int i = 0; i < writers.length; i++) {
                try {
                    writers[i].write(record.get(i), out);
                } catch (NullPointerException | ClassCastException e) {
                    throw new AvroTypeException("field " + fields[i].name() + ": " + e.getMessage(), e);
                }
            }
        };
    }

    private static RecordWriter optional(Schema schema) {
        List<Schema> branches = schema.getTypes();
        if (branches.size() != 2 || branches.get(0).getType() != Schema.Type.NULL) {
            throw unsupported(schema);
        }
        RecordWriter some = of(branches.get(1));
        return (value, out) -> {
            out.writeInt(value == null ? 0 : 1);
            if (value != null) {
                some.write(value, out);
            }
        };
    }

    private static RecordWriter array(RecordWriter item) {
        return (value, out) -> {
            List<?> items = present((List<?>) value);
            writeCount(items.size(), out);
            for (Object each : items) {
                item.write(each, out);
            }
            out.writeInt(END_OF_BLOCKS);
        };
    }

    private static RecordWriter map(RecordWriter item) {
        return (value, out) -> {
            Map<?, ?> items = present((Map<?, ?>) value);
            writeCount(items.size(), out);
            items.forEach((key, each) -> {
                out.writeString((String) present(key));
                item.write(each, out);
            });
            out.writeInt(END_OF_BLOCKS);
        };
    }

    private static void writeCount(int items, BufferEncoder out) {
        if (items > 0) {
            out.writeInt(items);
        }
    }

    private static <T> T present(@Nullable T value) {
        if (value == null) {
            throw new NullPointerException("null is not allowed");
        }
        return value;
    }

    private static AvroTypeException unsupported(Schema schema) {
        return new AvroTypeException("No writer for schema " + schema);
    }
}
