package io.rolestream.engine.tokenizer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** The content of Hugging Face's {@code tokenizer.json} (version 1.0), for RoBERTa's and BERT's tokenizers. */
public final class TokenizerJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ROBERTA = """
            {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [], "normalizer": null,
             "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": %1$b, "trim_offsets": true, "use_regex": true},
             "post_processor": {"type": "RobertaProcessing", "sep": [%5$s, %3$d], "cls": [%4$s, %2$d],
              "trim_offsets": true, "add_prefix_space": %1$b},
             "decoder": {"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true, "use_regex": true},
             "model": {"type": "BPE", "dropout": null, "unk_token": null, "continuing_subword_prefix": "",
              "end_of_word_suffix": "", "fuse_unk": false, "byte_fallback": false, "ignore_merges": false}}
            """;
    private static final String BERT = """
            {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [],
             "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
              "strip_accents": null, "lowercase": true},
             "pre_tokenizer": {"type": "BertPreTokenizer"},
             "post_processor": {"type": "BertProcessing", "sep": [%s, %d], "cls": [%s, %d]},
             "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": true},
             "model": {"type": "WordPiece", "unk_token": %s, "continuing_subword_prefix": "##",
              "max_input_chars_per_word": 100}}
            """;

    private TokenizerJson() {}

    /**
     * A RoBERTa tokenizer: byte-level BPE, {@code <s> text </s>}.
     *
     * @param vocabulary the ids of the tokens, special ones included
     * @param merges pairs of tokens with a space between them, by priority
     */
    public static ObjectNode roberta(Map<String, Integer> vocabulary, List<String> merges, boolean addPrefixSpace) {
        ObjectNode document = roberta(vocabulary, merges, addPrefixSpace, SpecialTokens.START, SpecialTokens.END);
        for (String token : SpecialTokens.ALL) {
            document.withArrayProperty("added_tokens")
                    .addObject()
                    .put("id", id(token, vocabulary))
                    .put("content", token)
                    .put("single_word", false)
                    .put("lstrip", token.equals(SpecialTokens.MASK)) // it takes the space before it
                    .put("rstrip", false)
                    .put("normalized", false)
                    .put("special", true);
        }
        return document;
    }

    /**
     * As the other, with the special tokens that a checkpoint's files name; {@link TokenizerExtras#apply} adds them.
     */
    static ObjectNode roberta(Map<String, Integer> vocabulary, List<String> merges, TokenizerExtras extras) {
        return roberta(
                vocabulary,
                merges,
                extras.flag("add_prefix_space", false),
                extras.token("cls_token", SpecialTokens.START),
                extras.token("sep_token", SpecialTokens.END));
    }

    private static ObjectNode roberta(
            Map<String, Integer> vocabulary, List<String> merges, boolean addPrefixSpace, String start, String end) {
        ObjectNode document = parse(ROBERTA.formatted(
                addPrefixSpace, id(start, vocabulary), id(end, vocabulary), quoted(start), quoted(end)));
        document.withObjectProperty("model").set("vocab", JSON.valueToTree(vocabulary));
        document.withObjectProperty("model").set("merges", JSON.valueToTree(merges));
        return document;
    }

    /**
     * A BERT tokenizer: WordPiece, {@code [CLS] text [SEP]}. {@link TokenizerExtras#apply} adds its special tokens and
     * sets its normalizer.
     */
    static ObjectNode bert(Map<String, Integer> vocabulary, TokenizerExtras extras) {
        String start = extras.token("cls_token", "[CLS]");
        String end = extras.token("sep_token", "[SEP]");
        ObjectNode document = parse(BERT.formatted(
                quoted(end),
                id(end, vocabulary),
                quoted(start),
                id(start, vocabulary),
                quoted(extras.token("unk_token", "[UNK]"))));
        document.withObjectProperty("model").set("vocab", JSON.valueToTree(vocabulary));
        return document;
    }

    private static String quoted(String token) {
        return JSON.valueToTree(token).toString();
    }

    private static int id(String token, Map<String, Integer> vocabulary) {
        Integer id = vocabulary.get(token);
        if (id == null) {
            throw new IllegalArgumentException("the vocabulary has no " + token);
        }
        return id;
    }

    private static ObjectNode parse(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
