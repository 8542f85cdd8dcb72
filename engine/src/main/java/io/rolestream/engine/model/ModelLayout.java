package io.rolestream.engine.model;

import io.rolestream.engine.checkpoint.ModelConfig;
import io.rolestream.engine.checkpoint.ModelType;
import java.util.ArrayList;
import java.util.List;

/**
 * The parameters of a model in the order in which the scripts expect them, with their names in a checkpoint. The families differ here
 * and in how they count positions, nowhere else.
 *
 * <p>Order: word, position and token type embeddings, their norm (weight, bias); for each layer query-key-value, attention output,
 * norm, up, down, norm (weight and bias each); then the head: dense and output for classifying, dense, norm and the output's bias for a
 * masked language model, whose output shares the word embeddings.
 *
 * @param parameters all of them
 * @param encoderTensors how many of them are the encoder's
 * @param head what comes after the encoder
 */
public record ModelLayout(List<Parameter> parameters, int encoderTensors, Head head) {
    /** Parameters before the first layer. */
    public static final int EMBEDDINGS = 5;

    /** Parameters of a layer. */
    public static final int PER_LAYER = 12;

    public ModelLayout {
        parameters = List.copyOf(parameters);
    }

    public static ModelLayout of(ModelConfig config, Head head) {
        List<Parameter> all = new ArrayList<>();
        addEncoder(config, all);
        int encoderTensors = all.size();
        switch (head) {
            case CLASSIFIER -> addClassifier(config, all);
            case MASKED_LANGUAGE_MODEL -> addMaskedLanguageModel(config, all);
        }
        return new ModelLayout(all, encoderTensors, head);
    }

    List<Parameter> headParameters() {
        return parameters.subList(encoderTensors, parameters.size());
    }

    /** What the names of an encoder's tensors begin with; base models are often saved without it. */
    static String prefix(ModelType type) {
        return type == ModelType.BERT ? "bert." : "roberta.";
    }

    private static void addEncoder(ModelConfig config, List<Parameter> all) {
        String prefix = prefix(config.type());
        int hidden = config.hiddenSize();
        String embeddings = prefix + "embeddings.";
        all.add(Parameter.weight(config.vocabSize(), hidden, embeddings + "word_embeddings.weight"));
        all.add(Parameter.weight(config.maxPositions(), hidden, embeddings + "position_embeddings.weight"));
        all.add(Parameter.weight(config.typeVocabSize(), hidden, embeddings + "token_type_embeddings.weight"));
        addNorm(all, hidden, embeddings + "LayerNorm");
        for (int i = 0; i < config.layers(); i++) {
            String layer = prefix + "encoder.layer." + i + ".";
            String self = layer + "attention.self.";
            all.add(Parameter.weight(
                    3L * hidden, hidden, self + "query.weight", self + "key.weight", self + "value.weight"));
            all.add(Parameter.bias(3L * hidden, self + "query.bias", self + "key.bias", self + "value.bias"));
            addLinear(all, hidden, hidden, layer + "attention.output.dense");
            addNorm(all, hidden, layer + "attention.output.LayerNorm");
            addLinear(all, config.intermediateSize(), hidden, layer + "intermediate.dense");
            addLinear(all, hidden, config.intermediateSize(), layer + "output.dense");
            addNorm(all, hidden, layer + "output.LayerNorm");
        }
    }

    private static void addClassifier(ModelConfig config, List<Parameter> all) {
        boolean bert = config.type() == ModelType.BERT;
        int hidden = config.hiddenSize();
        addLinear(all, hidden, hidden, bert ? "bert.pooler.dense" : "classifier.dense");
        addLinear(all, config.labels().size(), hidden, bert ? "classifier" : "classifier.out_proj");
    }

    private static void addMaskedLanguageModel(ModelConfig config, List<Parameter> all) {
        boolean bert = config.type() == ModelType.BERT;
        int hidden = config.hiddenSize();
        addLinear(all, hidden, hidden, bert ? "cls.predictions.transform.dense" : "lm_head.dense");
        addNorm(all, hidden, bert ? "cls.predictions.transform.LayerNorm" : "lm_head.layer_norm");
        all.add(Parameter.bias(config.vocabSize(), bert ? "cls.predictions.bias" : "lm_head.bias"));
    }

    private static void addLinear(List<Parameter> all, int outputs, int inputs, String name) {
        all.add(Parameter.weight(outputs, inputs, name + ".weight"));
        all.add(Parameter.bias(outputs, name + ".bias"));
    }

    private static void addNorm(List<Parameter> all, int size, String name) {
        all.add(Parameter.normWeight(size, name + ".weight"));
        all.add(Parameter.bias(size, name + ".bias"));
    }
}
