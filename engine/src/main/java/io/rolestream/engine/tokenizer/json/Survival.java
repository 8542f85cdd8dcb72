package io.rolestream.engine.tokenizer.json;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Whether something of an added token remains after the normalizer. A token that is matched in normalized texts is
 * normalized, too; an empty one would match inside of characters, on which the native library aborts the process.
 */
final class Survival {
    private boolean removesMarks;
    private boolean removesMore;
    private boolean mapsCharacters;
    private boolean hidesCharacters;

    /** A part through which texts pass. */
    void passes(String type, JsonNode part) {
        switch (type) {
            case "BertNormalizer" -> removesMarks = true;
            case "Strip", "StripAccents", "Nmt" -> removesMore = true;
            case "Precompiled" -> mapsCharacters = true;
            case "Replace" -> hidesCharacters |= !isVisible(part.get("content").textValue()) && !isOfSpaces(part);
            default -> {}
        }
    }

    private static boolean isOfSpaces(JsonNode replace) {
        JsonNode pattern = replace.get("pattern");
        return pattern.path("Regex").asText().equals(" {2,}")
                || pattern.path("String").asText("-").isBlank();
    }

    boolean of(String token) {
        if (!removesMarks && !removesMore && !mapsCharacters) {
            return true;
        }
        boolean kept = isVisible(token) || !removesMore && token.codePoints().anyMatch(Survival::isLetter);
        boolean ascii = token.chars().allMatch(c -> c >= ' ' && c < 0x7F);
        return !hidesCharacters && (mapsCharacters ? ascii && isVisible(token) : kept);
    }

    /** Letters and digits that no version of Unicode takes for marks, controls or unassigned. */
    private static boolean isLetter(int character) {
        return Character.isBmpCodePoint(character) && Character.isLetterOrDigit(character);
    }

    /** Whether a text has a character that no normalizer removes, except by a map. */
    private static boolean isVisible(String text) {
        return text.chars().anyMatch(c -> c > ' ' && c < 0x7F);
    }
}
