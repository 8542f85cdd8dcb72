package io.rolestream.engine.tokenizer.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.rolestream.common.text.Quoted;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Checks the parts of a {@code tokenizer.json} against what the native library can compute. The library aborts the
 * process on some values, runs out of memory or time on others, and takes a part of an unknown type for a similar one;
 * so only known types pass, with all of their fields, no others, and legal values.
 */
public final class TokenizerParts {
    /** Ids above this are no vocabulary's. */
    static final int MAX_ID = 1 << 24;

    private static final int MAX_PARTS = 32;
    private static final int MAX_DEPTH = 4;
    private static final int MAX_ADDED_TOKENS = 10_000;
    private static final int MAX_ADDED_CHARS = 1000;
    private static final int MAX_CHARS = 64;

    /** By how much all parts together may lengthen a text. */
    private static final int MAX_GROWTH = 64;

    private static final String TYPE = "type";
    /** How Llama 3 and Qwen2 split words; between the two is how many digits are a word. */
    private static final List<String> WORDS = List.of(
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}",
            "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+");

    private static final Set<String> REGEXES = Set.of(
            " {2,}",
            "\\s{2,}|[\\n\\r\\t]",
            "\\s+",
            "\\s",
            "\\d",
            "\\n",
            "\\r\\n|\\r|\\n",
            String.join("{1,3}", WORDS),
            String.join("", WORDS));

    /**
     * The legal values of a field.
     *
     * @param expected the value, for messages
     * @param optional whether it may be absent or null
     */
    record Field(String expected, boolean optional, Predicate<JsonNode> legal) {
        static final Field FLAG = new Field("true or false", false, JsonNode::isBoolean);
        static final Field TEXT =
                new Field("a text of 1 to " + MAX_CHARS + " characters", false, node -> isText(node, MAX_CHARS));

        Field orNull() {
            return new Field(expected, true, legal);
        }
    }

    static final Field CHARACTER = new Field(
            "one character",
            false,
            node -> node.isTextual()
                    && node.textValue().codePointCount(0, node.textValue().length()) == 1);
    static final Field PATTERN = new Field(
            "{\"String\": TEXT}, or {\"Regex\": R} with R one of " + Quoted.list(REGEXES),
            false,
            node -> node.isObject()
                    && node.size() == 1
                    && (isText(node.path("String"), MAX_CHARS)
                            || REGEXES.contains(node.path("Regex").asText())));
    private static final Field BEHAVIOR =
            oneOf("Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous");
    private static final Field TOKEN = new Field(
            "[TOKEN, ID]",
            false,
            node -> node.isArray() && node.size() == 2 && node.get(0).isTextual() && isId(node.get(1)));

    private static final Map<String, Map<String, Field>> NORMALIZERS = Map.ofEntries(
            Map.entry(
                    "BertNormalizer",
                    Map.of(
                            "clean_text", Field.FLAG,
                            "handle_chinese_chars", Field.FLAG,
                            "strip_accents", Field.FLAG.orNull(),
                            "lowercase", Field.FLAG)),
            Map.entry("Strip", Map.of("strip_left", Field.FLAG, "strip_right", Field.FLAG)),
            Map.entry("StripAccents", Map.of()),
            Map.entry("NFC", Map.of()),
            Map.entry("NFD", Map.of()),
            Map.entry("NFKC", Map.of()),
            Map.entry("NFKD", Map.of()),
            Map.entry("Lowercase", Map.of()),
            Map.entry("Nmt", Map.of()),
            Map.entry("ByteLevel", Map.of()),
            Map.entry(
                    "Precompiled",
                    Map.of("precompiled_charsmap", new Field("a character map", false, JsonNode::isTextual))),
            Map.entry("Replace", Map.of("pattern", PATTERN, "content", Field.TEXT)),
            Map.entry("Prepend", Map.of("prepend", Field.TEXT)));

    static final Map<String, Field> BYTE_LEVEL =
            Map.of("add_prefix_space", Field.FLAG, "trim_offsets", Field.FLAG, "use_regex", Field.FLAG.orNull());

    static final Map<String, Field> METASPACE = Map.of(
            "replacement", CHARACTER,
            "add_prefix_space", Field.FLAG.orNull(),
            "prepend_scheme", oneOf("first", "never", "always").orNull(),
            "split", Field.FLAG.orNull(),
            "str_rep", Field.TEXT.orNull());

    private static final Map<String, Map<String, Field>> PRE_TOKENIZERS = Map.ofEntries(
            Map.entry("BertPreTokenizer", Map.of()),
            Map.entry("ByteLevel", BYTE_LEVEL),
            Map.entry("CharDelimiterSplit", Map.of("delimiter", CHARACTER)),
            Map.entry("Digits", Map.of("individual_digits", Field.FLAG)),
            Map.entry("Metaspace", METASPACE),
            Map.entry("Punctuation", Map.of("behavior", BEHAVIOR.orNull())),
            Map.entry("Split", Map.of("pattern", PATTERN, "behavior", BEHAVIOR, "invert", Field.FLAG)),
            Map.entry("UnicodeScripts", Map.of()),
            Map.entry("Whitespace", Map.of()),
            Map.entry("WhitespaceSplit", Map.of()));

    private static final Map<String, Map<String, Field>> POST_PROCESSORS = Map.of(
            "ByteLevel",
            BYTE_LEVEL,
            "BertProcessing",
            Map.of("sep", TOKEN, "cls", TOKEN),
            "RobertaProcessing",
            Map.of("sep", TOKEN, "cls", TOKEN, "trim_offsets", Field.FLAG, "add_prefix_space", Field.FLAG),
            TemplateCheck.TYPE,
            TemplateCheck.FIELDS);

    private static final Map<String, Field> ADDED_TOKEN = Map.of(
            "id",
            new Field("an id", false, TokenizerParts::isId),
            "content",
            new Field(
                    "a text of 1 to " + MAX_ADDED_CHARS + " characters", false, node -> isText(node, MAX_ADDED_CHARS)),
            "single_word",
            Field.FLAG,
            "lstrip",
            Field.FLAG,
            "rstrip",
            Field.FLAG,
            "normalized",
            Field.FLAG,
            "special",
            Field.FLAG);

    private final Survival survival = new Survival();
    private int parts;
    private int growth = 1;
    private int framings;

    /** @throws IllegalArgumentException if a part is unknown or has an illegal value; the message says where */
    static void check(JsonNode normalizer, JsonNode preTokenizer, JsonNode postProcessor, JsonNode addedTokens) {
        TokenizerParts check = new TokenizerParts();
        check.part("normalizer", normalizer, NORMALIZERS, "normalizers", 0);
        check.part("pre_tokenizer", preTokenizer, PRE_TOKENIZERS, "pretokenizers", 0);
        check.part("post_processor", postProcessor, POST_PROCESSORS, "processors", 0);
        check.addedTokens(addedTokens);
    }

    private void part(String where, JsonNode part, Map<String, Map<String, Field>> known, String listName, int depth) {
        if (isNone(part)) {
            return;
        }
        String type = part.path(TYPE).asText();
        if (++parts > MAX_PARTS || depth > MAX_DEPTH) {
            throw new IllegalArgumentException(where + ": too many parts, or too deeply nested");
        }
        if (type.equals("Sequence")) {
            fields(where, part, Map.of(listName, new Field("a list", false, JsonNode::isArray)));
            for (JsonNode inner : part.get(listName)) {
                if (!inner.isObject()) {
                    throw new IllegalArgumentException(where + ": " + listName + " has an element that is no object");
                }
                part(where, inner, known, listName, depth + 1);
            }
            return;
        }
        Map<String, Field> expected = known.get(type);
        if (expected == null) {
            throw new IllegalArgumentException(where + ": type " + Quoted.of(type) + " is not supported; known are "
                    + known.keySet().stream().sorted().collect(Collectors.joining(", ")));
        }
        fields(where + " " + type, part, expected);
        effects(where + " " + type, type, part);
    }

    private void effects(String where, String type, JsonNode part) {
        survival.passes(type, part);
        switch (type) {
            case "Precompiled" -> {
                try {
                    CharsMap.check(part.get("precompiled_charsmap").textValue());
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(
                            where + ": precompiled_charsmap is invalid: " + e.getMessage(), e);
                }
            }
            case "Replace" -> growth *= part.get("content").textValue().length();
            case "Prepend" -> growth *= 1 + part.get("prepend").textValue().length();
            case "Metaspace" -> growth *= 2;
            case "ByteLevel" -> growth *= where.startsWith("post") ? 1 : 2;
            case TemplateCheck.TYPE -> TemplateCheck.check(where, part);
            default -> {}
        }
        if (growth > MAX_GROWTH) {
            throw new IllegalArgumentException(
                    where + ": the parts could lengthen a text more than " + MAX_GROWTH + " times");
        }
        if (where.startsWith("post") && !type.equals("ByteLevel") && ++framings > 1) {
            throw new IllegalArgumentException(where + ": more than one part adds special tokens");
        }
    }

    /** @throws IllegalArgumentException unless the object has these fields, {@code type}, and no others */
    static void fields(String where, JsonNode object, Map<String, Field> expected) {
        for (String name : (Iterable<String>) object::fieldNames) {
            if (!name.equals(TYPE) && !expected.containsKey(name)) {
                throw new IllegalArgumentException(where + ": unknown field " + Quoted.of(name));
            }
        }
        expected.forEach((name, field) -> {
            JsonNode value = object.path(name);
            if (isNone(value) ? !field.optional() : !field.legal().test(value)) {
                throw new IllegalArgumentException(where + ": " + name + " is not " + field.expected());
            }
        });
    }

    private void addedTokens(JsonNode tokens) {
        if (isNone(tokens)) {
            return;
        }
        if (!tokens.isArray() || tokens.size() > MAX_ADDED_TOKENS) {
            throw new IllegalArgumentException("added_tokens is no list of at most " + MAX_ADDED_TOKENS + " tokens");
        }
        for (int i = 0; i < tokens.size(); i++) {
            JsonNode token = tokens.get(i);
            String where = "added_tokens[" + i + "]";
            if (!token.isObject()) {
                throw new IllegalArgumentException(where + " is not an object");
            }
            fields(where, token, ADDED_TOKEN);
            String content = token.get("content").textValue();
            if (token.get("normalized").booleanValue() && !survival.of(content)) {
                throw new IllegalArgumentException(where + ": " + Quoted.of(content)
                        + " is \"normalized\", but the normalizer may leave nothing of it");
            }
        }
    }

    static boolean isNone(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    /** Whether a value can be the id of a token. */
    public static boolean isId(JsonNode node) {
        return node.isInt() && node.intValue() >= 0 && node.intValue() <= MAX_ID;
    }

    private static boolean isText(JsonNode node, int maxChars) {
        return node.isTextual()
                && !node.textValue().isEmpty()
                && node.textValue().length() <= maxChars;
    }

    private static Field oneOf(String... values) {
        List<String> all = Arrays.asList(values);
        return new Field(
                "one of " + String.join(", ", all), false, node -> node.isTextual() && all.contains(node.asText()));
    }
}
