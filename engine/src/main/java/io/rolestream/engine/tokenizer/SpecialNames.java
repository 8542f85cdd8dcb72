package io.rolestream.engine.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A class of tokenizers in Python's transformers: the special tokens it has unless a file names others.
 *
 * @param name of the class, without {@code Fast}; {@code PreTrainedTokenizer} and unknown ones have none
 */
record SpecialNames(String name) {
    /** What special tokens are for. */
    static final List<String> ROLES =
            List.of("bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token");

    static final SpecialNames NONE = new SpecialNames("");
    static final SpecialNames OF_BERT = new SpecialNames("BertTokenizer");
    static final SpecialNames OF_ROBERTA = new SpecialNames("RobertaTokenizer");

    private static final String CLASS = "tokenizer_class";
    private static final String BERT = "BertTokenizer";
    private static final String ROBERTA = "RobertaTokenizer";
    private static final String MASK = "mask_token";

    private static final Map<String, String> BERT_TOKENS = Map.of(
            "unk_token", "[UNK]", "sep_token", "[SEP]", "pad_token", "[PAD]", "cls_token", "[CLS]", MASK, "[MASK]");
    private static final Map<String, String> ROBERTA_TOKENS = Map.of(
            "bos_token",
            "<s>",
            "eos_token",
            "</s>",
            "unk_token",
            "<unk>",
            "sep_token",
            "</s>",
            "pad_token",
            "<pad>",
            "cls_token",
            "<s>",
            MASK,
            "<mask>");

    private static final Map<String, Map<String, String>> TOKENS = Map.of(
            BERT,
            BERT_TOKENS,
            "DistilBertTokenizer",
            BERT_TOKENS,
            "DebertaV2Tokenizer",
            BERT_TOKENS,
            ROBERTA,
            ROBERTA_TOKENS,
            "BartTokenizer",
            ROBERTA_TOKENS,
            "XLMRobertaTokenizer",
            ROBERTA_TOKENS,
            "CamembertTokenizer",
            ROBERTA_TOKENS,
            "LlamaTokenizer",
            Map.of("bos_token", "<s>", "eos_token", "</s>", "unk_token", "<unk>"),
            "T5Tokenizer",
            Map.of("eos_token", "</s>", "unk_token", "<unk>", "pad_token", "<pad>"));

    private static final Map<String, String> OF_MODELS = Map.of(
            "bert", BERT,
            "distilbert", BERT,
            "deberta-v2", "DebertaV2Tokenizer",
            "roberta", ROBERTA,
            "bart", ROBERTA,
            "xlm-roberta", "XLMRobertaTokenizer",
            "camembert", "CamembertTokenizer",
            "llama", "LlamaTokenizer",
            "t5", "T5Tokenizer");

    /**
     * The class that a checkpoint's files name, or else that of its kind of model.
     *
     * @param settings {@code tokenizer_config.json}
     * @param config {@code config.json}
     */
    static SpecialNames of(JsonNode settings, JsonNode config) {
        String ofModel = OF_MODELS.getOrDefault(config.path("model_type").asText(), "");
        String name = settings.path(CLASS).asText(config.path(CLASS).asText(ofModel));
        return new SpecialNames(name.endsWith("Fast") ? name.substring(0, name.length() - 4) : name);
    }

    /** This class, or else another where no special tokens of this one are known. */
    SpecialNames or(SpecialNames other) {
        return TOKENS.containsKey(name) ? this : other;
    }

    /** Whether it sets the options of BERT's normalizer. */
    boolean isBert() {
        return name.equals(BERT) || name.equals("DistilBertTokenizer");
    }

    /** Whether it sets the options of RoBERTa's byte-level pre-tokenizer. */
    boolean isByteLevel() {
        return name.equals(ROBERTA) || name.equals("BartTokenizer");
    }

    /** The token of a role unless a file names another; null without one. */
    @Nullable
    String usual(String role) {
        return TOKENS.getOrDefault(name, Map.of()).get(role);
    }

    /** Whether a token that a file gives as a text alone takes the space before it. */
    boolean absorbsSpace(String role) {
        return role.equals(MASK) && ROBERTA_TOKENS.equals(TOKENS.get(name));
    }
}
