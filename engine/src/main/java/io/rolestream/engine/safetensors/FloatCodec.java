package io.rolestream.engine.safetensors;

import java.nio.ByteBuffer;

/** Elements of little-endian buffers to and from {@code float}. */
final class FloatCodec {
    private FloatCodec() {}

    /**
     * Converts elements to floats: the nearest float where the type is wider, 0 and 1 for BOOL.
     *
     * @param type one that {@link DType#readsAsFloat() reads as float}
     * @param from little-endian, read from its start
     */
    static void decode(DType type, ByteBuffer from, float[] into, int count) {
        if (type == DType.F32) {
            from.asFloatBuffer().get(into, 0, count);
        } else if (type == DType.F16 || type == DType.BF16) {
            // Reading element by element through a buffer costs several times the conversion.
            short[] patterns = new short[count];
            from.asShortBuffer().get(patterns);
            for (int i = 0; i < count; i++) {
                into[i] = type == DType.F16 ? HalfFloats.f16ToFloat(patterns[i]) : HalfFloats.bf16ToFloat(patterns[i]);
            }
        } else {
            for (int i = 0; i < count; i++) {
                into[i] = element(type, from, type.bits() / Byte.SIZE * i);
            }
        }
    }

    private static float element(DType type, ByteBuffer from, int at) {
        return switch (type) {
            case F64 -> (float) from.getDouble(at);
            case I64 -> from.getLong(at);
            case I32 -> from.getInt(at);
            case U32 -> Integer.toUnsignedLong(from.getInt(at));
            case I16 -> from.getShort(at);
            case U16 -> Short.toUnsignedInt(from.getShort(at));
            case I8 -> from.get(at);
            case U8 -> Byte.toUnsignedInt(from.get(at));
            case BOOL -> from.get(at) == 0 ? 0 : 1;
            default -> throw new IllegalArgumentException(type + " does not convert to float");
        };
    }

    /**
     * Appends floats, converted to a type.
     *
     * @param type one that {@link DType#writesFromFloat() is written from float}
     * @param into little-endian, with room for them
     */
    static void encode(DType type, float[] values, int from, int count, ByteBuffer into) {
        if (type == DType.F32) {
            into.asFloatBuffer().put(values, from, count);
        } else {
            short[] patterns = new short[count];
            for (int i = 0; i < count; i++) {
                float value = values[from + i];
                patterns[i] = type == DType.F16 ? HalfFloats.floatToF16(value) : HalfFloats.floatToBf16(value);
            }
            into.asShortBuffer().put(patterns);
        }
        into.position(into.position() + type.bits() / Byte.SIZE * count);
    }
}
