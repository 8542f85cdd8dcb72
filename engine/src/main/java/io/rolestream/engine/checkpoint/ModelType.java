package io.rolestream.engine.checkpoint;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The families of encoders that are understood. They share their layers, and differ in positions, names and head. */
public enum ModelType {
    ROBERTA("roberta", "RobertaForSequenceClassification", "RobertaForMaskedLM"),
    XLM_ROBERTA("xlm-roberta", "XLMRobertaForSequenceClassification", "XLMRobertaForMaskedLM"),
    CAMEMBERT("camembert", "CamembertForSequenceClassification", "CamembertForMaskedLM"),
    BERT("bert", "BertForSequenceClassification", "BertForMaskedLM");

    private final String key;
    private final String classifierClass;
    private final String maskedLanguageClass;

    ModelType(String key, String classifierClass, String maskedLanguageClass) {
        this.key = key;
        this.classifierClass = classifierClass;
        this.maskedLanguageClass = maskedLanguageClass;
    }

    /** What {@code config.json} calls it. */
    public String key() {
        return key;
    }

    /** The class in Python's transformers for a classifier of texts, as {@code architectures} names it. */
    public String classifierClass() {
        return classifierClass;
    }

    /** The class in Python's transformers for a masked language model. */
    public String maskedLanguageClass() {
        return maskedLanguageClass;
    }

    /** Whether positions are counted from {@code pad_token_id + 1}, as RoBERTa and its descendants do, and not from 0. */
    public boolean offsetsPositions() {
        return this != BERT;
    }

    static @Nullable ModelType of(String key) {
        return Arrays.stream(values())
                .filter(t -> t.key.equals(key))
                .findFirst()
                .orElse(null);
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(ModelType::key).toList();
    }
}
