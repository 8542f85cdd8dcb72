package io.rolestream.files.write;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.math.BigDecimal;

final class Decimal {

    private Decimal() {}

    /** The shortest decimal that reads back as the same float, without an exponent: 0.87, 1.0, 0.00001. */
    static String shortest(float value) {
        String text = NumberOutput.toString(value, true);
        return text.indexOf('E') < 0
                ? text
                : new BigDecimal(text).stripTrailingZeros().toPlainString();
    }
}
