package io.rolestream.engine.tokenizer.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.text.Quoted;
import io.rolestream.engine.tokenizer.json.TokenizerParts.Field;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Checks a {@code tokenizer.json} and writes it anew for the native library, which aborts the process on what it does
 * not expect. Only what encoding and decoding need is written: parts that {@link TokenizerParts} knows, and the model.
 * Truncation, padding and a decoder that {@link DecoderCheck} does not know are left out.
 *
 * <p>Vocabularies have up to a million entries, so the document is read twice, and neither time as a tree: first
 * everything but vocabulary and merges, then those, as they are copied.
 */
public final class TokenizerDocument {
    /** The largest files of multilingual models have half of this. */
    public static final int MAX_BYTES = 64 << 20;

    private static final int MAX_ENTRIES = 1 << 20;
    private static final int MAX_TEXT = 4 << 20;
    private static final int MAX_NESTING = 24;
    /** The native library takes quadratic time for a word. */
    private static final int MAX_WORD = 1000;

    private static final int MAX_AFFIX = 64;

    private static final String TYPE = "type";
    private static final String MODEL = "model";
    private static final String DECODER = "decoder";
    private static final String VOCABULARY = "vocab";
    private static final String MERGES = "merges";
    private static final String UNKNOWN = "unk_token";
    private static final String UNKNOWN_ID = "unk_id";

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_NESTING)
                    .maxStringLength(MAX_TEXT)
                    .build())
            .build();
    private static final ObjectMapper MAPPER =
            new ObjectMapper(FACTORY).enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private static final Field EMPTY = new Field(
            "empty", true, node -> node.isTextual() && node.textValue().isEmpty());
    private static final Field AFFIX = new Field(
            "a text of at most " + MAX_AFFIX + " characters",
            true,
            node -> node.isTextual() && node.textValue().length() <= MAX_AFFIX);

    private static final Map<String, Map<String, Field>> MODELS = Map.of(
            "BPE",
            Map.of(
                    "dropout",
                    new Field("0; ids would be random", true, node -> node.isNumber() && node.asDouble() == 0),
                    UNKNOWN,
                    Field.TEXT.orNull(),
                    "continuing_subword_prefix",
                    EMPTY,
                    "end_of_word_suffix",
                    AFFIX,
                    "fuse_unk",
                    Field.FLAG.orNull(),
                    "byte_fallback",
                    Field.FLAG.orNull(),
                    "ignore_merges",
                    Field.FLAG.orNull()),
            "WordPiece",
            Map.of(
                    UNKNOWN,
                    Field.TEXT,
                    "continuing_subword_prefix",
                    AFFIX,
                    "max_input_chars_per_word",
                    new Field(
                            "1 to " + MAX_WORD,
                            false,
                            node -> node.isInt() && node.intValue() >= 1 && node.intValue() <= MAX_WORD)),
            "WordLevel",
            Map.of(UNKNOWN, Field.TEXT),
            "Unigram",
            Map.of(UNKNOWN_ID, new Field("an id", true, TokenizerParts::isId), "byte_fallback", Field.FLAG.orNull()));

    private final String json;
    private final ObjectNode rest = JsonNodeFactory.instance.objectNode();
    private final ObjectNode model = JsonNodeFactory.instance.objectNode();
    private boolean hasVocabulary;
    private boolean hasVocabularyList;
    private boolean hasMerges;

    private TokenizerDocument(String json) {
        this.json = json;
    }

    /**
     * The document as the native library may read it.
     *
     * @throws IllegalArgumentException if it is malformed, too large, or has an unknown part or an illegal value
     */
    public static String checked(String json) {
        return checked(json, document -> {});
    }

    /**
     * As {@link #checked(String)}, with changes.
     *
     * @param change of everything but the model, before it is checked
     */
    public static String checked(String json, Consumer<ObjectNode> change) {
        TokenizerDocument document = new TokenizerDocument(json);
        try {
            document.readAllButVocabulary();
            change.accept(document.rest);
            document.check();
            String written = document.written();
            if (!StandardCharsets.UTF_8.newEncoder().canEncode(written)) {
                throw new IllegalArgumentException("has half of a surrogate pair");
            }
            return written;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("is not valid JSON: " + e.getOriginalMessage(), e);
        } catch (IOException | NumberFormatException e) {
            throw new IllegalArgumentException("cannot be read: " + e.getMessage(), e);
        }
    }

    /** Whether a checked document can turn tokens into text. */
    public static boolean hasDecoder(String checked) {
        try (JsonParser parser = MAPPER.createParser(checked)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                if (parser.currentName().equals(DECODER)) {
                    return true;
                }
                parser.nextToken();
                parser.skipChildren();
            }
            return false;
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be read: " + e.getMessage(), e);
        }
    }

    private void readAllButVocabulary() throws IOException {
        try (JsonParser parser = MAPPER.createParser(json)) {
            expect(parser.nextToken(), JsonToken.START_OBJECT, "the document");
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (rest.has(name)) {
                    throw new IllegalArgumentException("has " + Quoted.of(name) + " twice");
                }
                JsonToken value = parser.nextToken();
                if (name.equals(MODEL)) {
                    expect(value, JsonToken.START_OBJECT, MODEL);
                    rest.putNull(MODEL);
                    readModel(parser);
                } else {
                    rest.set(name, MAPPER.readTree(parser));
                }
            }
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("has content after its end");
            }
        }
    }

    private void readModel(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals(VOCABULARY) && !hasVocabulary) {
                hasVocabulary = true;
                hasVocabularyList = value == JsonToken.START_ARRAY;
                parser.skipChildren();
            } else if (name.equals(MERGES) && !hasMerges) {
                hasMerges = true;
                parser.skipChildren();
            } else if (model.has(name) || name.equals(VOCABULARY) || name.equals(MERGES)) {
                throw new IllegalArgumentException(MODEL + " has " + Quoted.of(name) + " twice");
            } else {
                model.set(name, MAPPER.readTree(parser));
            }
        }
    }

    private void check() {
        if (!rest.path("version").asText("1.0").equals("1.0")) {
            throw new IllegalArgumentException("version is not 1.0");
        }
        if (!rest.has(MODEL) || !hasVocabulary) {
            throw new IllegalArgumentException("has no model with a vocabulary");
        }
        String type = model.path(TYPE).asText(guessedType());
        Map<String, Field> expected = MODELS.get(type);
        if (expected == null) {
            throw new IllegalArgumentException(MODEL + ": type " + Quoted.of(type) + " is not supported");
        }
        model.put(TYPE, type);
        TokenizerParts.fields(MODEL, model, expected);
        if (hasVocabularyList != type.equals("Unigram") || hasMerges != type.equals("BPE")) {
            throw new IllegalArgumentException(MODEL + " has a vocabulary or merges of another type than " + type);
        }
        TokenizerParts.check(
                rest.path("normalizer"),
                rest.path("pre_tokenizer"),
                rest.path("post_processor"),
                rest.path("added_tokens"));
        if (!DecoderCheck.isKnown(rest.path(DECODER))) {
            rest.remove(DECODER); // most models only encode
        }
    }

    /** The type of a model whose file was written before there was such a field. */
    private String guessedType() {
        if (hasMerges) {
            return "BPE";
        }
        return hasVocabularyList ? "Unigram" : model.has("max_input_chars_per_word") ? "WordPiece" : "WordLevel";
    }

    private String written() throws IOException {
        StringWriter text = new StringWriter(json.length());
        try (JsonGenerator out = MAPPER.createGenerator(text);
                JsonParser parser = MAPPER.createParser(json)) {
            out.writeStartObject();
            out.writeStringField("version", "1.0");
            for (String name :
                    new String[] {"added_tokens", "normalizer", "pre_tokenizer", "post_processor", DECODER}) {
                if (!TokenizerParts.isNone(rest.path(name))) {
                    out.writeFieldName(name);
                    MAPPER.writeTree(out, rest.get(name));
                }
            }
            out.writeFieldName(MODEL);
            out.writeStartObject();
            for (Map.Entry<String, JsonNode> field : model.properties()) {
                out.writeFieldName(field.getKey());
                MAPPER.writeTree(out, field.getValue());
            }
            copyVocabulary(parser, out);
            out.writeEndObject();
            out.writeEndObject();
        }
        return text.toString();
    }

    private void copyVocabulary(JsonParser parser, JsonGenerator out) throws IOException {
        parser.nextToken();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean isModel = parser.currentName().equals(MODEL);
            parser.nextToken();
            if (!isModel) {
                parser.skipChildren();
                continue;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals(VOCABULARY) && hasVocabularyList) {
                    out.writeFieldName(VOCABULARY);
                    copyScores(parser, out);
                } else if (name.equals(VOCABULARY)) {
                    out.writeFieldName(VOCABULARY);
                    copyIds(parser, out);
                } else if (name.equals(MERGES)) {
                    out.writeFieldName(MERGES);
                    copyMerges(parser, out);
                } else {
                    parser.skipChildren();
                }
            }
        }
    }

    private void copyIds(JsonParser parser, JsonGenerator out) throws IOException {
        expect(parser.currentToken(), JsonToken.START_OBJECT, VOCABULARY);
        String unknown = model.path(UNKNOWN).asText(null);
        boolean known = unknown == null || model.get(TYPE).asText().equals("BPE");
        int count = 0;
        out.writeStartObject();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String token = parser.currentName();
            expect(parser.nextToken(), JsonToken.VALUE_NUMBER_INT, "an id in " + VOCABULARY);
            int id = parser.getNumberType() == JsonParser.NumberType.INT ? parser.getIntValue() : -1;
            if (id < 0 || id > TokenizerParts.MAX_ID || ++count > MAX_ENTRIES) {
                throw new IllegalArgumentException(VOCABULARY + ": " + Quoted.of(token)
                        + " has an illegal id, or there are more" + " than " + MAX_ENTRIES + " tokens");
            }
            known |= token.equals(unknown);
            out.writeNumberField(token, id);
        }
        out.writeEndObject();
        if (!known) {
            throw new IllegalArgumentException(VOCABULARY + " has no " + Quoted.of(unknown) + ", the " + UNKNOWN);
        }
    }

    private void copyScores(JsonParser parser, JsonGenerator out) throws IOException {
        int count = 0;
        out.writeStartArray();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            expect(parser.currentToken(), JsonToken.START_ARRAY, "an entry of " + VOCABULARY);
            expect(parser.nextToken(), JsonToken.VALUE_STRING, "a token in " + VOCABULARY);
            out.writeStartArray();
            out.writeString(parser.getText());
            JsonToken score = parser.nextToken();
            if (score == null
                    || !score.isNumeric()
                    || !Double.isFinite(parser.getDoubleValue())
                    || ++count > MAX_ENTRIES) {
                throw new IllegalArgumentException(
                        VOCABULARY + ": an illegal score, or more than " + MAX_ENTRIES + " tokens");
            }
            out.writeNumber(parser.getDoubleValue());
            expect(parser.nextToken(), JsonToken.END_ARRAY, "the end of an entry of " + VOCABULARY);
            out.writeEndArray();
        }
        out.writeEndArray();
        if (count == 0 || model.path(UNKNOWN_ID).asInt(0) >= count) {
            throw new IllegalArgumentException(VOCABULARY + " has no token of the id " + UNKNOWN_ID);
        }
    }

    /** Pairs as lists, or as texts with a space between them. */
    private static void copyMerges(JsonParser parser, JsonGenerator out) throws IOException {
        expect(parser.currentToken(), JsonToken.START_ARRAY, MERGES);
        int count = 0;
        out.writeStartArray();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (++count > MAX_ENTRIES) {
                throw new IllegalArgumentException(MERGES + " has more than " + MAX_ENTRIES + " pairs");
            }
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                out.writeString(parser.getText());
                continue;
            }
            expect(parser.currentToken(), JsonToken.START_ARRAY, "a pair of " + MERGES);
            out.writeStartArray();
            for (int i = 0; i < 2; i++) {
                expect(parser.nextToken(), JsonToken.VALUE_STRING, "a part of " + MERGES);
                out.writeString(parser.getText());
            }
            expect(parser.nextToken(), JsonToken.END_ARRAY, "the end of a pair of " + MERGES);
            out.writeEndArray();
        }
        out.writeEndArray();
    }

    private static void expect(@Nullable JsonToken found, JsonToken expected, String what) {
        if (found != expected) {
            throw new IllegalArgumentException(what + " is not of the expected kind");
        }
    }
}
