package io.rolestream.engine.safetensors;

import java.nio.ByteBuffer;

/** Elements of little-endian buffers to and from {@code float}. */
final class FloatCodec {
    private FloatCodec() {}

    /**
     * Converts elements to floats: the nearest float where the type is wider, 0 and 1 for BOOL.
     *
     * @param type one that {@link DType#readsAsFloat() reads as float}
     * @param from little-endian; read from its position, which stays where it is
     */
    static void decode(DType type, ByteBuffer from, float[] into, int at, int count) {
        int p = from.position();
        switch (type) {
            case F32 -> from.asFloatBuffer().get(into, at, count);
            case F16 -> {
                short[] patterns = shorts(from, count);
                for (int i = 0; i < count; i++) {
                    into[at + i] = HalfFloats.f16ToFloat(patterns[i]);
                }
            }
            case BF16 -> {
                short[] patterns = shorts(from, count);
                for (int i = 0; i < count; i++) {
                    into[at + i] = HalfFloats.bf16ToFloat(patterns[i]);
                }
            }
            case F64 -> {
                for (int i = 0; i < count; i++) {
                    into[at + i] = (float) from.getDouble(p + 8 * i);
                }
            }
            case I64 -> {
                for (int i = 0; i < count; i++) {
                    into[at + i] = from.getLong(p + 8 * i);
                }
            }
            case I32 -> {
                for (int i = 0; i < count; i++) {
                    into[at + i] = from.getInt(p + 4 * i);
                }
            }
            case U32 -> {
                for (int i = 0; i < count; i++) {
                    into[at + i] = Integer.toUnsignedLong(from.getInt(p + 4 * i));
                }
            }
            case I16 -> {
                for (int i = 0; i < count; i++) {
                    into[at + i] = from.getShort(p + 2 * i);
                }
            }
            case U16 -> {
                for (int i = 0; i < count; i++) {
                    into[at + i] = Short.toUnsignedInt(from.getShort(p + 2 * i));
                }
            }
            case I8 -> {
                for (int i = 0; i < count; i++) {
                    into[at + i] = from.get(p + i);
                }
            }
            case U8 -> {
                for (int i = 0; i < count; i++) {
                    into[at + i] = Byte.toUnsignedInt(from.get(p + i));
                }
            }
            case BOOL -> {
                for (int i = 0; i < count; i++) {
                    into[at + i] = from.get(p + i) == 0 ? 0 : 1;
                }
            }
            default -> throw new IllegalArgumentException(type + " does not convert to float");
        }
    }

    /**
     * Appends floats, converted to a type.
     *
     * @param type one that {@link DType#writesFromFloat() is written from float}
     * @param into little-endian, with room for them
     */
    static void encode(DType type, float[] values, int from, int count, ByteBuffer into) {
        switch (type) {
            case F32 -> {
                into.asFloatBuffer().put(values, from, count);
                into.position(into.position() + Float.BYTES * count);
            }
            case F16 -> {
                short[] patterns = new short[count];
                for (int i = 0; i < count; i++) {
                    patterns[i] = HalfFloats.floatToF16(values[from + i]);
                }
                put(patterns, into);
            }
            case BF16 -> {
                short[] patterns = new short[count];
                for (int i = 0; i < count; i++) {
                    patterns[i] = HalfFloats.floatToBf16(values[from + i]);
                }
                put(patterns, into);
            }
            default -> throw new IllegalArgumentException("floats are not written as " + type);
        }
    }

    /** Element by element, a buffer's order and bounds would cost several times the conversion. */
    private static short[] shorts(ByteBuffer from, int count) {
        short[] patterns = new short[count];
        from.asShortBuffer().get(patterns);
        return patterns;
    }

    private static void put(short[] patterns, ByteBuffer into) {
        into.asShortBuffer().put(patterns);
        into.position(into.position() + Short.BYTES * patterns.length);
    }
}
