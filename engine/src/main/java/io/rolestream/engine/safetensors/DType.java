package io.rolestream.engine.safetensors;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The element types of the safetensors format, in ascending order of alignment, by which the reference implementation
 * sorts tensors. A constant's name is its name in the file.
 */
public enum DType {
    BOOL(8),
    F4(4),
    F6_E2M3(6),
    F6_E3M2(6),
    U8(8),
    I8(8),
    F8_E5M2(8),
    F8_E4M3(8),
    F8_E5M2FNUZ(8),
    F8_E4M3FNUZ(8),
    F8_E8M0(8),
    I16(16),
    U16(16),
    F16(16),
    BF16(16),
    I32(32),
    U32(32),
    F32(32),
    C64(64),
    F64(64),
    I64(64),
    U64(64);

    private final int bits;

    DType(int bits) {
        this.bits = bits;
    }

    /** The type with exactly this name, or null. */
    static @Nullable DType named(String name) {
        return Arrays.stream(values())
                .filter(type -> type.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    static String names() {
        return Arrays.stream(values()).map(DType::name).collect(Collectors.joining(", "));
    }

    /** The width of one element. */
    public int bits() {
        return bits;
    }

    /** Whether {@link Weights} converts elements of this type to {@code float}. */
    public boolean readsAsFloat() {
        return switch (this) {
            case BOOL, U8, I8, I16, U16, F16, BF16, I32, U32, F32, F64, I64 -> true;
            case F4, F6_E2M3, F6_E3M2, F8_E5M2, F8_E4M3, F8_E5M2FNUZ, F8_E4M3FNUZ, F8_E8M0, C64, U64 -> false;
        };
    }

    /** Whether elements are floating-point numbers of 16 bits or more, as weights are that nothing has quantized. */
    public boolean isFloat() {
        return this == F16 || this == BF16 || this == F32 || this == F64;
    }

    /** Whether {@link SafetensorsWriter} converts {@code float} values to this type. */
    public boolean writesFromFloat() {
        return this == F32 || this == F16 || this == BF16;
    }
}
