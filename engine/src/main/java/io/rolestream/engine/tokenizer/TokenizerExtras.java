package io.rolestream.engine.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.common.files.JsonFiles;
import io.rolestream.common.text.Quoted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the files beside a vocabulary or a {@code tokenizer.json} say of it: {@code tokenizer_config.json},
 * {@code special_tokens_map.json} and {@code added_tokens.json}. Python's transformers gives them precedence, so they
 * do here; what would be computed otherwise than there is refused. Where its versions differ, the newer counts.
 */
final class TokenizerExtras {
    private static final String SETTINGS = "tokenizer_config.json";
    private static final String ADDED = "added_tokens.json";
    private static final String DECODER = "added_tokens_decoder";
    private static final String CONTENT = "content";
    private static final String ADDED_TOKENS = "added_tokens";
    private static final String LOWER = "do_lower_case";
    private static final String PREFIX = "add_prefix_space";
    private static final int MAX_BYTES = 8 << 20;
    private static final List<String> LISTS = List.of("additional_special_tokens", "extra_special_tokens");

    private final SpecialNames names;
    private final ObjectNode settings;
    private final ObjectNode specialMap;
    private final ObjectNode added;

    private TokenizerExtras(SpecialNames names, ObjectNode settings, ObjectNode specialMap, ObjectNode added) {
        this.names = names;
        this.settings = settings;
        this.specialMap = specialMap;
        this.added = added;
    }

    /**
     * @param kind of the tokenizer, if it has a vocabulary alone; {@link SpecialNames#NONE} otherwise
     * @throws io.rolestream.common.files.FileException if a file is there and is no JSON object
     */
    static TokenizerExtras read(Path checkpoint, SpecialNames kind) throws IOException {
        ObjectNode settings = object(checkpoint, SETTINGS);
        return new TokenizerExtras(
                SpecialNames.of(settings, object(checkpoint, "config.json")).or(kind),
                settings,
                object(checkpoint, "special_tokens_map.json"),
                object(checkpoint, ADDED));
    }

    private static ObjectNode object(Path checkpoint, String name) throws IOException {
        Path file = checkpoint.resolve(name);
        return Files.isRegularFile(file) ? JsonFiles.read(file, MAX_BYTES) : JsonFiles.newObject();
    }

    /** A flag of {@value #SETTINGS}. */
    boolean flag(String key, boolean otherwise) {
        JsonNode node = settings.path(key);
        if (!node.isMissingNode() && !node.isNull() && !node.isBoolean()) {
            throw new IllegalArgumentException(SETTINGS + ": " + key + " must be true or false, not " + node);
        }
        return node.asBoolean(otherwise);
    }

    /** The special token of a role, such as {@code cls_token}. */
    String token(String role, String otherwise) {
        JsonNode token = node(role);
        return token == null ? otherwise : content(token);
    }

    /**
     * Changes a {@code tokenizer.json}, which need not have its vocabulary.
     *
     * @throws IllegalArgumentException if a file asks for what is not supported, or is malformed
     */
    void apply(ObjectNode document) {
        if (flag("split_special_tokens", false)) {
            throw new IllegalArgumentException(SETTINGS + ": split_special_tokens true is not supported");
        }
        JsonNode side = settings.path("truncation_side");
        String cut = side.isTextual()
                ? side.asText()
                : document.at("/truncation/direction").asText("right");
        if (!cut.equalsIgnoreCase("right")) {
            throw new IllegalArgumentException("truncation_side " + Quoted.of(cut)
                    + " is not supported: texts are cut at their end; set it to \"right\" in " + SETTINGS
                    + " if the model may read them so");
        }
        if (names.isBert() && isType(document, "normalizer", "BertNormalizer")) {
            ObjectNode normalizer = (ObjectNode) document.get("normalizer");
            setFlag(normalizer, "lowercase", LOWER, true);
            setFlag(normalizer, "handle_chinese_chars", "tokenize_chinese_chars", true);
            JsonNode accents = settings.path("strip_accents");
            normalizer.set("strip_accents", accents.isBoolean() ? accents : normalizer.nullNode());
        }
        if (names.isByteLevel() && isType(document, "pre_tokenizer", "ByteLevel")) {
            setFlag((ObjectNode) document.get("pre_tokenizer"), PREFIX, PREFIX, false);
        }
        addTokens(document);
    }

    private static boolean isType(ObjectNode document, String part, String type) {
        return document.path(part).isObject()
                && document.path(part).path("type").asText().equals(type);
    }

    /** Where the settings leave out a flag whose usual value is not the document's, the author meant one of the two. */
    private void setFlag(ObjectNode part, String field, String key, boolean usual) {
        if (!settings.has(key) && part.path(field).asBoolean(usual) != usual) {
            throw new IllegalArgumentException(TokenizerFormat.TOKENIZER_JSON + " has " + field + " " + !usual
                    + ", but transformers reads the file with " + usual + " unless " + SETTINGS + " has " + key
                    + "; write " + key + " into it, " + !usual + " if that is how the model was trained");
        }
        part.put(field, flag(key, usual));
    }

    private void addTokens(ObjectNode document) {
        Map<String, JsonNode> tokens = new LinkedHashMap<>();
        for (JsonNode token : document.path(ADDED_TOKENS)) {
            tokens.put(token.path(CONTENT).asText(), token);
        }
        for (ObjectNode token : listed()) {
            tokens.put(token.get(CONTENT).asText(), token);
        }
        for (ObjectNode token : special()) {
            tokens.putIfAbsent(token.get(CONTENT).asText(), token);
        }
        ArrayNode all = document.arrayNode();
        tokens.values().forEach(all::add);
        if (!all.isEmpty()) {
            document.set(ADDED_TOKENS, all);
        }
    }

    /** The tokens that the files list with their ids, by these. */
    private List<ObjectNode> listed() {
        Map<Integer, ObjectNode> tokens = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : settings.path(DECODER).properties()) {
            tokens.put(id(SETTINGS, entry.getKey()), described(SETTINGS, entry.getValue()));
        }
        if (!settings.has(DECODER)) {
            List<String> special =
                    special().stream().map(token -> token.get(CONTENT).asText()).toList();
            for (Map.Entry<String, JsonNode> entry : added.properties()) {
                boolean isSpecial = special.contains(entry.getKey());
                tokens.put(id(ADDED, entry.getValue().asText()), plain(entry.getKey(), false, !isSpecial, isSpecial));
            }
        }
        tokens.forEach((id, token) -> token.put("id", id));
        return tokens.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static int id(String file, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(file + ": " + Quoted.of(text) + " is not the id of a token", e);
        }
    }

    /** The special tokens of all roles. */
    private List<ObjectNode> special() {
        List<ObjectNode> tokens = new ArrayList<>();
        for (String role : SpecialNames.ROLES) {
            JsonNode token = node(role);
            if (token != null) {
                tokens.add(special(role, token));
            } else if (names.usual(role) != null) {
                tokens.add(plain(String.valueOf(names.usual(role)), names.absorbsSpace(role), false, true));
            }
        }
        for (String list : LISTS) {
            JsonNode several =
                    specialMap.has(list) && !settings.has(DECODER) ? specialMap.get(list) : settings.path(list);
            several.forEach(token -> tokens.add(special(list, token)));
        }
        return tokens;
    }

    private ObjectNode special(String role, JsonNode token) {
        return token.isTextual()
                ? plain(token.asText(), names.absorbsSpace(role), false, true)
                : described(SETTINGS, token).put("special", true);
    }

    /** What the files say of a role; null if nothing. */
    private @Nullable JsonNode node(String role) {
        JsonNode mapped = settings.has(DECODER) ? null : specialMap.get(role);
        JsonNode token = mapped == null ? settings.get(role) : mapped;
        return token == null || token.isNull() ? null : token;
    }

    private static String content(JsonNode token) {
        JsonNode text = token.isTextual() ? token : token.path(CONTENT);
        if (!text.isTextual()) {
            throw new IllegalArgumentException(SETTINGS + ": " + Quoted.of(token.toString()) + " is not a token");
        }
        return text.asText();
    }

    private static ObjectNode described(String file, JsonNode token) {
        if (!token.isObject()) {
            throw new IllegalArgumentException(file + ": " + Quoted.of(token.toString()) + " is not a token");
        }
        boolean special = token.path("special").asBoolean(false);
        return plain(
                        content(token),
                        token.path("lstrip").asBoolean(false),
                        token.path("normalized").asBoolean(!special),
                        special)
                .put("rstrip", token.path("rstrip").asBoolean(false))
                .put("single_word", token.path("single_word").asBoolean(false));
    }

    /** The native library finds the id itself: that in the vocabulary, or else the next one. */
    private static ObjectNode plain(String content, boolean lstrip, boolean normalized, boolean special) {
        return JsonFiles.newObject()
                .put("id", 0)
                .put(CONTENT, content)
                .put("single_word", false)
                .put("lstrip", lstrip)
                .put("rstrip", false)
                .put("normalized", normalized)
                .put("special", special);
    }
}
