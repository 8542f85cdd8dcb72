package io.rolestream.engine.tokenizer.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.rolestream.engine.tokenizer.json.TokenizerParts.Field;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * Checks the decoder of a {@code tokenizer.json}, which turns tokens into text. The native library aborts the process
 * on a {@code Strip} that removes more from the end than a token has, so only one from the beginning is known. Parts
 * that lengthen a text multiply, so their product is limited.
 */
final class DecoderCheck {
    private static final int MOST = 16;
    private static final String TYPE = "type";
    private static final String SEQUENCE = "Sequence";
    private static final String DECODERS = "decoders";

    private static final Map<String, Map<String, Field>> KNOWN = Map.of(
            "BPEDecoder",
            Map.of("suffix", Field.TEXT),
            "ByteFallback",
            Map.of(),
            "ByteLevel",
            TokenizerParts.BYTE_LEVEL,
            "Fuse",
            Map.of(),
            "Metaspace",
            TokenizerParts.METASPACE,
            "Replace",
            Map.of(
                    "pattern",
                    TokenizerParts.PATTERN,
                    "content",
                    new Field(
                            "a text of at most " + MOST + " characters",
                            false,
                            node -> node.isTextual() && node.textValue().length() <= MOST)),
            "Strip",
            Map.of(
                    "content",
                    TokenizerParts.CHARACTER,
                    "start",
                    new Field(
                            "0 to " + MOST,
                            false,
                            node -> node.isInt() && node.intValue() >= 0 && node.intValue() <= MOST),
                    "stop",
                    new Field("0", false, node -> node.isInt() && node.intValue() == 0)),
            "WordPiece",
            Map.of("prefix", Field.TEXT, "cleanup", Field.FLAG));

    private DecoderCheck() {}

    /** Whether the native library can be given a decoder. */
    static boolean isKnown(JsonNode decoder) {
        if (!decoder.path(TYPE).asText().equals(SEQUENCE)) {
            return isKnownAlone(decoder);
        }
        JsonNode parts = decoder.path(DECODERS);
        return decoder.size() == 2
                && parts.isArray()
                && parts.size() <= MOST
                && StreamSupport.stream(parts.spliterator(), false).allMatch(DecoderCheck::isKnownAlone)
                && StreamSupport.stream(parts.spliterator(), false)
                                .mapToDouble(DecoderCheck::growth)
                                .reduce(1, (all, part) -> all * part)
                        <= MOST;
    }

    /** How many times as long a known decoder makes a text, at most. */
    private static int growth(JsonNode decoder) {
        int content = decoder.path("content").asText().length();
        return switch (decoder.path(TYPE).asText()) {
            case "Replace" ->
                decoder.path("pattern").path("String").asText().isEmpty()
                        ? 1 + content // between all characters
                        : Math.max(1, content);
            case "BPEDecoder" -> decoder.path("suffix").asText().isEmpty() ? 2 : 1;
            default -> 1;
        };
    }

    private static boolean isKnownAlone(JsonNode decoder) {
        Map<String, Field> expected = KNOWN.get(decoder.path(TYPE).asText());
        if (expected == null) {
            return false;
        }
        try {
            TokenizerParts.fields("decoder", decoder, expected);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
