package io.rolestream.classifier.checkpoint;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The families of encoders that are understood. They share their layers, and differ in positions, names and head. */
public enum ModelType {
    ROBERTA("roberta", "RobertaForSequenceClassification"),
    XLM_ROBERTA("xlm-roberta", "XLMRobertaForSequenceClassification"),
    CAMEMBERT("camembert", "CamembertForSequenceClassification"),
    BERT("bert", "BertForSequenceClassification");

    private final String key;
    private final String classifierClass;

    ModelType(String key, String classifierClass) {
        this.key = key;
        this.classifierClass = classifierClass;
    }

    /** What {@code config.json} calls it. */
    public String key() {
        return key;
    }

    /** The class in Python's transformers for a classifier of texts, as {@code architectures} names it. */
    public String classifierClass() {
        return classifierClass;
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
