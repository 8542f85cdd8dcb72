package io.rolestream.engine.tokenizer.bpe;

/** The four classes of characters in GPT-2's splitting pattern. */
final class CharacterClasses {
    static final byte LETTER = 0;
    static final byte NUMBER = 1;
    static final byte SPACE = 2;
    static final byte OTHER = 3;

    private static final byte[] BASIC_PLANE = basicPlane();

    private CharacterClasses() {}

    static byte of(int codePoint) {
        return codePoint < BASIC_PLANE.length ? BASIC_PLANE[codePoint] : classify(codePoint);
    }

    private static byte[] basicPlane() {
        byte[] classes = new byte[Character.MIN_SUPPLEMENTARY_CODE_POINT];
        for (int codePoint = 0; codePoint < classes.length; codePoint++) {
            classes[codePoint] = classify(codePoint);
        }
        return classes;
    }

    private static byte classify(int codePoint) {
        if (isWhitespace(codePoint)) {
            return SPACE;
        }
        if (Character.isLetter(codePoint)) {
            return LETTER;
        }
        return switch (Character.getType(codePoint)) {
            case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> NUMBER;
            default -> OTHER;
        };
    }

    /** Unicode's White_Space, which neither {@code isWhitespace} nor {@code isSpaceChar} is. */
    private static boolean isWhitespace(int codePoint) {
        return Character.isSpaceChar(codePoint) || (codePoint >= '\t' && codePoint <= '\r') || codePoint == '\u0085';
    }
}
