package io.rolestream.engine.safetensors;

/**
 * IEEE 754 binary16 and bfloat16 to and from {@code float}. Widening is exact. Narrowing rounds to nearest, ties to
 * even, keeps signs, infinities and subnormals, and turns NaN into a NaN with the payload's upper bits, so that every
 * 16-bit pattern survives widening and narrowing unchanged.
 */
public final class HalfFloats {
    private static final int FLOAT_INFINITY = 0x7f80_0000;
    /** 65520, the midpoint between the largest binary16 and the value that would come next; it rounds to infinity. */
    private static final int F16_OVERFLOW = 0x477f_f000;
    /** 2^-14, the smallest normal binary16. */
    private static final int F16_SMALLEST_NORMAL = 0x3880_0000;
    /** 2^-25, half of the smallest subnormal binary16; it rounds to zero, and so does all below. */
    private static final int F16_HALF_SUBNORMAL = 0x3300_0000;
    /** The difference between the exponent biases of float and binary16, in place. */
    private static final int F16_REBIAS = (127 - 15) << 23;
    /** 2^-24, the unit of the subnormal binary16. */
    private static final float F16_SUBNORMAL_UNIT = 0x1p-24f;

    private HalfFloats() {}

    /** The value of a binary16 bit pattern. */
    public static float f16ToFloat(short pattern) {
        int sign = (pattern & 0x8000) << 16;
        int rest = pattern & 0x7fff;
        if (rest >= 0x7c00) {
            return Float.intBitsToFloat(sign | FLOAT_INFINITY | (rest & 0x3ff) << 13);
        }
        if (rest < 0x400) {
            float magnitude = rest * F16_SUBNORMAL_UNIT;
            return sign == 0 ? magnitude : -magnitude;
        }
        return Float.intBitsToFloat(sign | (rest << 13) + F16_REBIAS);
    }

    /** The binary16 bit pattern nearest to a value. */
    public static short floatToF16(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        int magnitude = bits & 0x7fff_ffff;
        if (magnitude > FLOAT_INFINITY) {
            int payload = magnitude >>> 13 & 0x3ff;
            return (short) (sign | 0x7c00 | (payload == 0 ? 0x200 : payload));
        }
        if (magnitude >= F16_OVERFLOW) {
            return (short) (sign | 0x7c00);
        }
        if (magnitude >= F16_SMALLEST_NORMAL) {
            int rebased = magnitude - F16_REBIAS;
            return (short) (sign | (rebased + 0xfff + (rebased >>> 13 & 1)) >>> 13);
        }
        if (magnitude <= F16_HALF_SUBNORMAL) {
            return (short) sign;
        }
        int significand = (magnitude & 0x7f_ffff) | 0x80_0000;
        int shift = 126 - (magnitude >>> 23);
        int quotient = significand >>> shift;
        int remainder = significand - (quotient << shift);
        int half = 1 << (shift - 1);
        boolean up = remainder > half || (remainder == half && (quotient & 1) == 1);
        return (short) (sign | (up ? quotient + 1 : quotient));
    }

    /** The value of a bfloat16 bit pattern. */
    public static float bf16ToFloat(short pattern) {
        return Float.intBitsToFloat(pattern << 16);
    }

    /** The bfloat16 bit pattern nearest to a value. */
    public static short floatToBf16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if ((bits & 0x7fff_ffff) > FLOAT_INFINITY) {
            int upper = bits >>> 16;
            return (short) ((upper & 0x7f) == 0 ? upper | 0x40 : upper);
        }
        return (short) ((bits + 0x7fff + (bits >>> 16 & 1)) >>> 16);
    }
}
