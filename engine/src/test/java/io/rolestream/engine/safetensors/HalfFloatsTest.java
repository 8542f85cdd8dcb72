package io.rolestream.engine.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class HalfFloatsTest {
    private static final int PATTERNS = 1 << 16;

    @Test
    void shouldReadEveryF16PatternAsItsFormulaSays() {
        for (int pattern = 0; pattern < PATTERNS; pattern++) {
            int sign = (pattern >>> 15) == 0 ? 1 : -1;
            int exponent = pattern >>> 10 & 0x1f;
            int fraction = pattern & 0x3ff;
            double expected;
            if (exponent == 31) {
                expected = fraction == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
            } else if (exponent == 0) {
                expected = sign * Math.scalb((double) fraction, -24);
            } else {
                expected = sign * Math.scalb(1 + fraction / 1024.0, exponent - 15);
            }
            assertThat(Double.valueOf(HalfFloats.f16ToFloat((short) pattern)))
                    .as("pattern %04x", pattern)
                    .isEqualTo(Double.valueOf(expected));
        }
    }

    @Test
    void shouldReadEveryBf16PatternAsTheUpperHalfOfAFloat() {
        for (int pattern = 0; pattern < PATTERNS; pattern++) {
            int bits = Float.floatToRawIntBits(HalfFloats.bf16ToFloat((short) pattern));
            assertThat(bits).as("pattern %04x", pattern).isEqualTo(pattern << 16);
        }
    }

    @Test
    void shouldKeepEveryPatternThroughAFloat() {
        for (int pattern = 0; pattern < PATTERNS; pattern++) {
            short bits = (short) pattern;
            assertThat(HalfFloats.floatToF16(HalfFloats.f16ToFloat(bits)))
                    .as("F16 %04x", pattern)
                    .isEqualTo(bits);
            assertThat(HalfFloats.floatToBf16(HalfFloats.bf16ToFloat(bits)))
                    .as("BF16 %04x", pattern)
                    .isEqualTo(bits);
        }
    }

    @Test
    void shouldRoundToTheNearestF16AndTiesToEven() {
        checkRounding(0x7c00, HalfFloats::f16ToFloat, HalfFloats::floatToF16, 65536.0);
    }

    @Test
    void shouldRoundToTheNearestBf16AndTiesToEven() {
        checkRounding(0x7f80, HalfFloats::bf16ToFloat, HalfFloats::floatToBf16, 0x1p128);
    }

    private interface Widening {
        float apply(short pattern);
    }

    private interface Narrowing {
        short apply(float value);
    }

    /**
     * Looks at the midpoint of every two neighbours and at the floats next to it. The last neighbour stands for
     * infinity.
     */
    private static void checkRounding(int infinity, Widening widen, Narrowing narrow, double afterLargest) {
        for (int low = 0; low < infinity; low++) {
            int high = low + 1;
            double lower = widen.apply((short) low);
            double upper = high == infinity ? afterLargest : widen.apply((short) high);
            float middle = (float) ((lower + upper) / 2);
            IntFunction<Short> negative = pattern -> (short) (pattern | 0x8000);
            int even = (low & 1) == 0 ? low : high;
            boolean exact = (double) middle == (lower + upper) / 2;
            if (exact) {
                assertThat(narrow.apply(middle))
                        .as("between %04x and its neighbour", low)
                        .isEqualTo((short) even);
                assertThat(narrow.apply(-middle)).isEqualTo(negative.apply(even));
                assertThat(narrow.apply(Math.nextUp(middle))).isEqualTo((short) high);
                assertThat(narrow.apply(Math.nextDown(middle))).isEqualTo((short) low);
                assertThat(narrow.apply(-Math.nextDown(middle))).isEqualTo(negative.apply(low));
            }
        }
    }

    @Property(tries = 20_000)
    void shouldFindTheNearestBf16(@ForAll int bits) {
        float value = Float.intBitsToFloat(bits);
        float rounded = HalfFloats.bf16ToFloat(HalfFloats.floatToBf16(value));
        if (Float.isNaN(value)) {
            assertThat(rounded).isNaN();
        } else if (Float.isInfinite(rounded)) {
            assertThat((double) Math.abs(value)).isGreaterThanOrEqualTo(0x1.ffp127);
        } else {
            int exponent = Math.max(Math.getExponent(value), Float.MIN_EXPONENT);
            assertThat(Math.abs((double) rounded - value)).isLessThanOrEqualTo(Math.scalb(1.0, exponent - 8));
        }
    }

    @Property(tries = 20_000)
    void shouldFindTheNearestF16(@ForAll float value) {
        float rounded = HalfFloats.f16ToFloat(HalfFloats.floatToF16(value));
        if (Float.isInfinite(rounded)) {
            assertThat(Math.abs(value)).isGreaterThanOrEqualTo(65520f);
        } else {
            int exponent = Math.max(Math.getExponent(value), -14);
            assertThat(Math.abs((double) rounded - value)).isLessThanOrEqualTo(Math.scalb(1.0, exponent - 11));
        }
    }

    @Test
    void shouldKeepNaN() {
        for (int bits : new int[] {0x7fc00000, 0x7f800001, 0xff800001, 0x7fffffff}) {
            float nan = Float.intBitsToFloat(bits);
            assertThat(HalfFloats.f16ToFloat(HalfFloats.floatToF16(nan))).isNaN();
            assertThat(HalfFloats.bf16ToFloat(HalfFloats.floatToBf16(nan))).isNaN();
        }
    }
}
